package io.handclasp.pair;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the pages tell to type runs somewhere, or {@code commands.txt} says why it does not. */
class DocumentedCommandsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("project.root", "..")).toAbsolutePath().normalize();

  /**
   * One line of the list.
   *
   * @param beginning of a command
   * @param where a file and a text in it; a reason where nothing runs it
   */
  private record Known(String beginning, List<String> where) {
    boolean fits(String command) {
      return command.startsWith(beginning);
    }
  }

  @Test
  void eachRunsSomewhereOrIsKnownNotTo() throws IOException {
    List<Known> list = known();
    Set<String> programs =
        list.stream().map(each -> each.beginning().split(" ")[0]).collect(Collectors.toSet());
    List<String> strange = new ArrayList<>();
    Set<String> used = new TreeSet<>();
    for (Path page : GuideTest.pages()) {
      for (String command : commands(page)) {
        if (programs.contains(command.split(" ")[0])) {
          list.stream()
              .filter(each -> each.fits(command))
              .max(Comparator.comparingInt(each -> each.beginning().length()))
              .ifPresentOrElse(
                  each -> used.add(each.beginning()),
                  () -> strange.add(ROOT.relativize(page) + ": " + command));
        }
      }
    }

    assertThat(strange).as("in no line of commands.txt").isEmpty();
    assertThat(list).extracting(Known::beginning).as("told by no page").isSubsetOf(used);
  }

  @Test
  void whatIsSaidToRunThemDoes() throws IOException {
    for (Known each : known()) {
      if (each.where().size() == 2) {
        assertThat(ROOT.resolve(each.where().get(0)))
            .as(each.beginning())
            .content()
            .contains(each.where().get(1));
      } else {
        assertThat(each.where().get(0)).as(each.beginning()).startsWith("not run: ");
      }
    }
  }

  /** Lines of blocks, our own programs by one name, blanks made one. */
  private static List<String> commands(Path page) throws IOException {
    List<String> commands = new ArrayList<>();
    for (String block : GuideTest.blocks(Files.readString(page))) {
      for (String line : block.replaceAll("\\\\\n\\s*", " ").split("\n")) {
        String command =
            line.strip()
                .replaceFirst("^\\$ ", "")
                .replaceAll("\\s+", " ")
                .replaceFirst("^(?:scripts/|handclasp )(pki|handshakes) ", "$1 ")
                .replaceFirst("^scripts/client-proxy ", "front ")
                .replaceFirst("^scripts/backend-service ", "back ");
        if (!command.isEmpty() && !command.startsWith("front (")) {
          commands.add(command);
        }
      }
    }
    return commands;
  }

  private static List<Known> known() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                requireNonNull(DocumentedCommandsTest.class.getResourceAsStream("commands.txt")),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> List.of(line.split(" *\\| ")))
          .map(parts -> new Known(parts.get(0).strip(), parts.subList(1, parts.size())))
          .toList();
    }
  }
}
