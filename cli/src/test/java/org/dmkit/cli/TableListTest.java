package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;
import org.junit.jupiter.api.Test;

class TableListTest {
    private static final TableList TABLES = TableList.of(Map.of(
            new DmName("isw_b"), Table.of(8, DmTarget.parse("linear", "8:16 64")),
            new DmName("isw_a"), Table.of(16, DmTarget.parse("striped", "2 128 8:0 0 8:16 0"))));

    @Test
    void linesAreThoseOfDmsetupSortedByName() {
        var out = new StringWriter();
        TABLES.print(new PrintWriter(out), Style.PLAIN);
        assertThat(out.toString().lines())
                .containsExactly("isw_a: 0 16 striped 2 128 8:0 0 8:16 0", "isw_b: 0 8 linear 8:16 64");
    }

    @Test
    void jsonSplitsTheLines() {
        var out = new StringWriter();
        Json.write(out, "table", TABLES::write);
        assertThat(out.toString().replaceAll("\\s", ""))
                .contains("{\"name\":\"isw_b\",\"lines\":[{\"start\":0,\"length\":8,\"target\":\"linear\","
                        + "\"parameters\":\"8:1664\"}]}");
    }
}
