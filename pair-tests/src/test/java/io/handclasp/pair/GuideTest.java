package io.handclasp.pair;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in {@code docs/} and at the root: their links lead somewhere, their commands run. */
class GuideTest {
  private static final Path ROOT =
      Path.of(System.getProperty("project.root", "..")).toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
  private static final Pattern NAMED =
      Pattern.compile("(?<![\\w./-])((?:scripts|config)/[\\w./-]*\\w)");
  private static final Pattern NO_PROSE =
      Pattern.compile(
          "(?s)```.*?```|(?m:^ {4}.*$)|`[^`]*`|<!--.*?-->|(?<=\\])\\([^)]*\\)|https?://\\S+");
  private static final Pattern FENCED = Pattern.compile("(?s)```.*?```");

  @TempDir private Path folder;

  @Test
  void everyRelativeLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      String text = FENCED.matcher(Files.readString(page)).replaceAll("");
      for (MatchResult link : LINK.matcher(text).results().toList()) {
        String target = link.group(1);
        if (!target.contains("://") && !target.startsWith("mailto:") && !leads(page, target)) {
          broken.add(ROOT.relativize(page) + ": " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyScriptAndFileThatAPageNamesIsThere() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path page : pages()) {
      for (MatchResult named : NAMED.matcher(Files.readString(page)).results().toList()) {
        if (!Files.exists(ROOT.resolve(named.group(1)))) {
          missing.add(ROOT.relativize(page) + ": " + named.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyPictureIsShownByAPage() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path page : pages()) {
      all.append(Files.readString(page));
    }
    try (Stream<Path> pictures = Files.list(ROOT.resolve("docs/images"))) {
      assertThat(pictures.map(picture -> "images/" + picture.getFileName()).toList())
          .isNotEmpty()
          .allSatisfy(picture -> assertThat(all).contains(picture + ")"));
    }
  }

  @Test
  void firstTenMinutesRunAsTheyAreWritten() throws Exception {
    assumeTrue(isBuilt(), "the programs are not packaged in this run");
    String script =
        tested("getting-started", ROOT.resolve("docs/getting-started.md"))
            .replace("scripts/pki pair ", "scripts/pki pair --force ")
            .replace(":8280", ":$FRONT");
    String ports =
        """
        set -eu
        trap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT
        ln -s "$HOUSE/scripts" scripts
        FRONT=%d
        """
            .formatted(freePort());
    String moved =
        """
        sed -i 's/^listen: .*/listen: 127.0.0.1:%d/' pair/backend-service.yaml
        sed -i "s/^listen: .*/listen: 127.0.0.1:$FRONT/; s/127.0.0.1:8243/127.0.0.1:%1$d/" pair/client-proxy.yaml
        """
            .formatted(freePort());
    String first = script.lines().findFirst().orElseThrow();

    String said = run(ports + first + "\n" + moved + script.substring(first.length()));

    assertThat(said)
        .contains("ok\nok\n")
        .contains("\"path\":\"/hello\"")
        .contains("backend.example");
  }

  @Test
  void stepsByHandRunAsTheyAreWritten() throws Exception {
    assumeTrue(isBuilt(), "the programs are not packaged in this run");
    run(
        "set -eu\nln -s \"$HOUSE/scripts\" scripts\n"
            + tested("by-hand", ROOT.resolve("docs/getting-started.md")));

    assertThat(folder.resolve("trust-of-the-other-side.p12")).exists();
  }

  @Test
  void renewalAndRevocationRunAsTheyAreWritten() throws Exception {
    assumeTrue(isBuilt(), "the programs are not packaged in this run");
    String said =
        run(
            "set -eu\nln -s \"$HOUSE/scripts\" scripts\n"
                + "scripts/pki pair client.example backend.example --out pair\n"
                + tested("operations", ROOT.resolve("docs/operations.md")));

    assertThat(said).contains("is valid until", " revoked\n");
    assertThat(folder.resolve("pair/client-authority.crl")).exists();
  }

  /**
   * Words of our own are in words.txt; names with digits or capitals within are nobody's to spell.
   */
  @Test
  void pagesAreSpelledAsTheDictionaryHasIt() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/hunspell")), "no hunspell here");
    assumeTrue(
        Files.exists(Path.of("/usr/share/hunspell/en_GB.dic")), "no British dictionary here");
    StringBuilder prose = new StringBuilder();
    for (Path page : pages()) {
      prose.append(NO_PROSE.matcher(Files.readString(page)).replaceAll(" ")).append('\n');
    }
    Path text = Files.writeString(folder.resolve("prose"), prose);
    Set<String> ours = new HashSet<>();
    try (BufferedReader words =
        new BufferedReader(
            new InputStreamReader(
                requireNonNull(GuideTest.class.getResourceAsStream("words.txt")), UTF_8))) {
      words.lines().forEach(ours::add);
    }

    String unknown = run("LC_ALL=C.UTF-8 hunspell -d en_GB -l '" + text + "' | sort -u");

    assertThat(unknown.lines().map(word -> word.replaceAll("'s$", "")))
        .filteredOn(word -> !word.matches(".*\\d.*|.+[A-Z].*|.*[^\\p{ASCII}].*"))
        .filteredOn(word -> !ours.contains(word))
        .isEmpty();
  }

  @Test
  void everyCommandOfThePagesIsUnderstood() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Path page : pages()) {
      for (String block : blocks(Files.readString(page))) {
        for (String line : block.replaceAll("\\\\\n\\s*", " ").split("\n")) {
          String problem = Commands.problem(line.strip());
          if (problem != null) {
            wrong.add(ROOT.relativize(page) + ": " + line.strip() + ": " + problem);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Fenced and indented ones. */
  static List<String> blocks(String page) {
    List<String> blocks = new ArrayList<>();
    FENCED.matcher(page).results().map(MatchResult::group).forEach(blocks::add);
    Pattern.compile("(?m)(^ {4}.*\\n?)+")
        .matcher(FENCED.matcher(page).replaceAll(""))
        .results()
        .map(MatchResult::group)
        .forEach(blocks::add);
    return blocks;
  }

  private static boolean isBuilt() {
    return Files.isDirectory(ROOT.resolve("client-proxy/target/lib"))
        && Files.isDirectory(ROOT.resolve("backend-service/target/lib"))
        && Files.isDirectory(ROOT.resolve("shared-handshake/target/lib"));
  }

  static List<Path> pages() throws IOException {
    try (Stream<Path> own = Files.list(ROOT);
        Stream<Path> guide = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(own, guide).filter(page -> page.toString().endsWith(".md")).toList();
    }
  }

  private static boolean leads(Path page, String target) throws IOException {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
    if (!Files.exists(file)) {
      return false;
    }
    return parts.length == 1
        || !file.toString().endsWith(".md")
        || anchors(Files.readString(file)).contains(parts[1]);
  }

  /** As GitHub makes them of headings. */
  private static List<String> anchors(String text) {
    return HEADING
        .matcher(text)
        .results()
        .map(heading -> heading.group(1).toLowerCase(java.util.Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").strip().replace(' ', '-'))
        .toList();
  }

  /** The blocks of a page that are marked with a name, one after the other. */
  private static String tested(String name, Path page) throws IOException {
    Matcher block =
        Pattern.compile("(?s)<!-- tested: " + name + " -->\\s*```sh\\n(.*?)```")
            .matcher(Files.readString(page));
    StringBuilder all = new StringBuilder();
    while (block.find()) {
      all.append(block.group(1));
    }
    assertThat(all).isNotEmpty();
    return all.toString();
  }

  private String run(String script) throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true);
    shell.environment().put("HOUSE", ROOT.toString());
    shell.environment().put("HANDCLASP_NO_SHARING", "yes");
    shell.redirectOutput(folder.resolve("said").toFile());
    Process process = shell.start();
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("ends by itself").isTrue();
    String said = Files.readString(folder.resolve("said"));
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private static int freePort() throws IOException {
    try (java.net.ServerSocket free =
        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
