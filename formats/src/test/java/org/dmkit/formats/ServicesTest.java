package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dmkit.formats.isw.IswFormat;
import org.junit.jupiter.api.Test;

/** A script that has the jars on its class path must not find that there are no formats. */
class ServicesTest {
    @Test
    void theClassPathHasWhatTheModuleProvides() throws IOException {
        ModuleDescriptor module;
        try (InputStream in = IswFormat.class.getResourceAsStream("/module-info.class")) {
            module = ModuleDescriptor.read(in);
        }
        assertThat(module.provides()).hasSize(2);
        for (ModuleDescriptor.Provides provides : module.provides()) {
            try (InputStream in = IswFormat.class.getResourceAsStream("/META-INF/services/" + provides.service())) {
                List<String> listed = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
                assertThat(listed).isEqualTo(provides.providers());
            }
        }
    }
}
