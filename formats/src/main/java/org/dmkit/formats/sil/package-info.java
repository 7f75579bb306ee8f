/**
 * Silicon Image Medley (SiI 3112, 3114, 3512, 680): four copies of one sector, in the last sector and 512, 1024 and 1536 before it,
 * little-endian; data begin at sector 0. The sector is the disk's IDENTIFY data with the fields of the set laid over it.
 *
 * <pre>
 * off size field                              off size field
 * 60   4   "magic", IDENTIFY words 48, 49     11a   1   drives_per_mirrored_set, ff none
 * 6c   8   array_sectors                      11b   1   mirrored_set_number
 * 78   4   thisdisk_sectors                   11c   8   rebuild_ptr
 * 104  2   product_id                         124   4   incarnation_no, higher at each change
 * 106  2   vendor_id, 1095                    128   1   member_status: 1 current, 2 rebuild, 3 dropped, 4 removed
 * 108  2   minor_ver                          129   1   mirrored_set_state: 1 in use or not synced, 2 clean
 * 10a  2   major_ver, 2                       12a   1   reported_device_location
 * 10c  6   seconds .. year, who belongs       12b   1   idechannel
 * 112  2   raid0_stride, the chunk            12c   1   auto_rebuild
 * 116  1   disk_number, below 8               12e  16   text_type
 * 117  1   type                               13e   2   checksum1, words up to here add up to 0
 * 118  1   drives_per_striped_set             1fe   2   checksum2, the disk's own
 * 119  1   striped_set_number
 * </pre>
 */
@NullMarked
package org.dmkit.formats.sil;

import org.jspecify.annotations.NullMarked;
