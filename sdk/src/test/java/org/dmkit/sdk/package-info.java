@NullMarked
package org.dmkit.sdk;

import org.jspecify.annotations.NullMarked;
