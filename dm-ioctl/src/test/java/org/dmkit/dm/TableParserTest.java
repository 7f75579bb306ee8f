package org.dmkit.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dmkit.linux.KernelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableParserTest {
    private static final Random RANDOM = new Random(9);

    @Test
    void everyTableIsReadBackFromItsText() throws TableException {
        for (int round = 0; round < 2000; round++) {
            var lines = new ArrayList<Table.Line>();
            long next = 0;
            int count = RANDOM.nextInt(4);
            for (int i = 0; i < count; i++) {
                long length = 1 + RANDOM.nextLong(1L << RANDOM.nextInt(1, 60));
                lines.add(new Table.Line(next, length, Targets.ALL.get(RANDOM.nextInt(Targets.ALL.size()))));
                next += length;
            }
            var table = new Table(lines);
            assertThat(Table.parse(table.text())).isEqualTo(table);
        }
    }

    @Test
    void commentsBlankLinesAndBlanksMeanNothing() throws TableException {
        assertThat(Table.parse("# two lines\n\n  0   8 \t zero  \n8 8 linear 8:0   16\n")
                        .text())
                .isEqualTo("0 8 zero\n8 8 linear 8:0 16");
        assertThat(Table.parse("")).isEqualTo(Table.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({
        "0 8,1,0",
        "x 8 zero,1,1",
        "-1 8 zero,1,1",
        "0 0 zero,1,2",
        "0 8s zero,1,2",
        "0 99999999999999999999 zero,1,2",
        "0 8 a-target-of-a-long-name,1,3",
        "0 8 zéro,1,3",
        "1 8 zero,1,1",
        "0 8 zero~# a~9 8 zero,3,1",
        "0 8 zero~8 9223372036854775807 zero,2,2",
        "0 8 zero^,1,0"
    })
    void whatIsWrongIsToldWithItsPlace(String text, int line, int word) {
        assertThatThrownBy(() -> Table.parse(text.replace('~', '\n').replace('^', '\u0007')))
                .isInstanceOfSatisfying(TableException.class, e -> {
                    assertThat(e.line()).isEqualTo(line);
                    assertThat(e.word()).isEqualTo(word);
                });
    }

    /** Whatever can be read can be written into a request. */
    @Test
    void noTextBreaksTheWriter() throws KernelException {
        List<String> words = List.of(
                "linear",
                "striped",
                "mirror",
                "raid",
                "raid1",
                "core",
                "sync",
                "rebuild",
                "-",
                "0",
                "1",
                "2",
                "3",
                "-5",
                "8:0",
                "99999:1",
                "8:99999999",
                "9999999999",
                "/dev/sda",
                "é",
                "1 handle_errors",
                "region_size");
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder("0 64 " + words.get(RANDOM.nextInt(4)));
            int count = RANDOM.nextInt(12);
            for (int i = 0; i < count; i++) {
                text.append(' ').append(words.get(RANDOM.nextInt(words.size())));
            }
            Table table;
            try {
                table = Table.parse(text.toString());
            } catch (TableException e) {
                throw new AssertionError(text.toString(), e);
            }
            read += table.lines().getFirst().target() instanceof DmTarget.Generic ? 0 : 1;
            var buffer = ByteBuffer.allocate(TableWriter.bound(table)).order(ByteOrder.nativeOrder());
            assertThat(TableWriter.write(table, buffer, 0, name -> {
                        throw new AssertionError("no name is in it");
                    }))
                    .as(text.toString())
                    .isPositive();
        }
        assertThat(read).as("not only unknown ones").isGreaterThan(100);
    }
}
