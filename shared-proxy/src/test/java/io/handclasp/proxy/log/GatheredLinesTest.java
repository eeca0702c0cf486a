package io.handclasp.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheredLinesTest {
  private final GatheredLines lines = new GatheredLines(1_024 * 1_024);
  private final StringBuilder added = new StringBuilder();
  private final List<String> pieces = new ArrayList<>();

  private void add(int length) {
    byte[] line = ("x".repeat(length - 1) + "\n").getBytes(StandardCharsets.UTF_8);
    assertThat(lines.add(line, line.length)).isTrue();
    added.append(new String(line, StandardCharsets.UTF_8));
  }

  private void write() throws IOException {
    OutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] bytes, int offset, int length) {
            pieces.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
          }
        };
    assertThat(lines.writeTo(out)).isTrue();
    assertThat(lines.writeTo(out)).isFalse();
  }

  @Test
  void manyLinesGoOutInPiecesOfWholeLines() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      add(300 + i % 70);
    }

    write();

    assertThat(String.join("", pieces)).isEqualTo(added.toString());
    assertThat(pieces)
        .hasSizeBetween(10, 12)
        .allMatch(piece -> piece.length() <= 32 * 1_024 && piece.endsWith("\n"));
  }

  @Test
  void aLineLongerThanAPieceGoesOutAllTheSame() throws IOException {
    add(10);
    add(100_000);
    add(10);

    write();

    assertThat(String.join("", pieces)).isEqualTo(added.toString());
    assertThat(pieces.get(0)).hasSize(10);
  }
}
