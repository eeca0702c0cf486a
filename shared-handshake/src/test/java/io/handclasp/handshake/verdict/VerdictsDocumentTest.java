package io.handclasp.handshake.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/verdicts.md} has a section on each cause, with its sentence and a cure. */
class VerdictsDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "verdicts.md");
  private static final Pattern HEADING = Pattern.compile("(?m)^## (`.*)$");
  private static final Pattern CODE = Pattern.compile("`([a-z0-9-]+)`");

  @Test
  void headingsAreTheCausesAndNoOthers() throws IOException {
    List<String> codes = new ArrayList<>();
    Matcher heading = HEADING.matcher(Files.readString(DOCUMENT));
    while (heading.find()) {
      CODE.matcher(heading.group(1)).results().forEach(found -> codes.add(found.group(1)));
    }
    assertThat(codes)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Cause.values()).map(Cause::code).toList());
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void sectionHasTheSentenceAnExampleAndACure(Cause cause) throws IOException {
    String section = section(cause);
    assertThat(section).contains(cause.sentence(), "**Seen:** ", "**Cure:** ");
    assertThat(Cures.of(cause, Role.SERVER)).isNotEmpty();
    assertThat(Cures.of(cause, Role.CLIENT)).isNotEmpty();
  }

  private static String section(Cause cause) throws IOException {
    String text = Files.readString(DOCUMENT);
    Matcher heading = HEADING.matcher(text);
    while (heading.find()) {
      if (heading.group(1).contains("`" + cause.code() + "`")) {
        int end = text.indexOf("\n## ", heading.end());
        return text.substring(heading.end(), end < 0 ? text.length() : end);
      }
    }
    throw new AssertionError("no section on " + cause.code());
  }
}
