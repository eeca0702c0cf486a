package io.handclasp.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersDocumentTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("project.root", "..")).resolve("docs/answers.md");

  @Test
  void tellsOfEveryKindAndOfNoOther() throws Exception {
    List<String> rows =
        Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith("| `")).toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(FailureKind.values()).map(AnswersDocumentTest::row).toList());
  }

  private static String row(FailureKind kind) {
    return "| `"
        + kind.code()
        + "` | "
        + kind.status()
        + " | "
        + kind.side().word()
        + " | `"
        + kind.proxyError()
        + "` | "
        + kind.sentence()
        + " |";
  }
}
