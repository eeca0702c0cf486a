package io.handclasp.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.journal.Journal;
import io.handclasp.handshake.journal.Samples;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.RecordJson;
import io.handclasp.handshake.record.Role;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandshakesTest {
  private static final HandshakeRecord GOOD = Samples.established(1, Role.CLIENT);
  private static final HandshakeRecord BAD = Samples.refused(2, Role.CLIENT);

  @TempDir private Path folder;
  private Path front;
  private Path back;

  @BeforeEach
  void keepBothJournals() throws IOException {
    front = folder.resolve("front.jsonl");
    back = folder.resolve("back.jsonl");
    write(front, GOOD, BAD, Samples.established(3, Role.CLIENT));
    Duration ahead = Duration.ofSeconds(90);
    write(
        back,
        Samples.established(1, Role.SERVER, ahead, Duration.ZERO),
        Samples.refused(2, Role.SERVER));
  }

  private static void write(Path file, HandshakeRecord... records) throws IOException {
    try (Journal journal = Journal.open(file, 64 << 20, 1, notice -> {})) {
      List.of(records).forEach(journal::onHandshake);
    }
  }

  @Test
  void listsOneEnd() {
    Run run = Run.ok("list", "--journal", front);

    assertThat(run.out().lines()).hasSize(4);
    assertThat(run.out().lines().skip(1))
        .anyMatch(line -> line.contains(GOOD.id()) && line.contains("established"))
        .anyMatch(line -> line.contains(BAD.id()) && line.contains("client-cert-expired"))
        .allMatch(line -> line.contains("back.example") && line.contains("client"));
  }

  @Test
  void listsBothEndsOfOneInOneLine() {
    Run run = Run.ok("list", "--journal", front, "--journal", back);

    assertThat(run.out().lines()).hasSize(4);
    assertThat(run.out().lines().filter(line -> line.contains(" both "))).hasSize(2);
  }

  @Test
  void listsWhatIsWanted() {
    assertThat(Run.ok("list", "--journal", front, "--failed").out().lines()).hasSize(2);
    assertThat(Run.ok("list", "--journal", front, "--cause", "client-*").out()).contains(BAD.id());
    assertThat(Run.ok("list", "--journal", front, "-n", "1").out().lines()).hasSize(2);
    assertThat(Run.ok("list", "--journal", front, "-n", "0").out().lines()).hasSize(4);
    assertThat(Run.handshakes("list", "--journal", front, "--peer", "nobody").code()).isEqualTo(1);
    assertThat(
            Run.ok("list", "--journal", front, "--until", "2026-11-25T12:00:00.125Z").out().lines())
        .hasSize(2);
    assertThat(Run.handshakes("list", "--journal", front, "--since", "0s").code()).isEqualTo(1);
  }

  @Test
  void keepsBothEndsWhereAFilterWantsOne() {
    Run run = Run.ok("list", "--journal", front, "--journal", back, "--side", "server", "--failed");

    assertThat(run.out().lines().skip(1)).singleElement().asString().contains(" both ");
  }

  @Test
  void writesTheRecordsThemselvesAsJson() throws IOException {
    Run run = Run.ok("list", "--journal", front, "--json");

    assertThat(run.out()).isEqualTo(Files.readString(front));
    assertThat(
            RecordJson.read(
                run.out().lines().findFirst().orElseThrow().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(GOOD);
  }

  @Test
  void showsBothEnds() {
    Run run = Run.ok("show", BAD.id(), "--journal", front, "--journal", back);

    assertThat(run.out())
        .contains("CLIENT", "SERVER", "front.example", "back.example")
        .contains("(1)", "(2)", "(3)", "(4)")
        .contains("client-cert-expired (the server knows it)");
  }

  @Test
  void takesTheBeginningOfAnId() {
    assertThat(Run.ok("why", BAD.id().substring(0, 5), "--journal", front).out())
        .contains("Handshake " + BAD.id());
    Run all = Run.handshakes("why", "", "--journal", front);
    assertThat(all.code()).isEqualTo(64);
  }

  @Test
  void saysWhereABeginningIsNotUnique() throws IOException {
    write(front, Samples.established(1, Role.CLIENT));
    String beginning = GOOD.id().substring(0, 4);
    HandshakeRecord other =
        IntStream.iterate(4, number -> number + 1)
            .mapToObj(number -> Samples.established(number, Role.CLIENT))
            .filter(handshake -> handshake.id().startsWith(beginning))
            .findFirst()
            .orElseThrow();
    write(front, other);

    Run run = Run.handshakes("show", beginning, "--journal", front);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(GOOD.id()).contains(other.id()).contains("several");
  }

  @Test
  void saysWhyAndWhatToDo() {
    Run run = Run.ok("why", BAD.id(), "--journal", front, "--journal", back);

    assertThat(run.out())
        .contains("cause     client-cert-expired (the server knows it)")
        .contains("fault     client")
        .contains("not after 2026-11-20T00:00:00Z")
        .contains("cure      at the client: ")
        .contains("pki ")
        .contains("keytool");
  }

  @Test
  void saysWhyAsJson() {
    Run run = Run.ok("why", BAD.id(), "--journal", front, "--journal", back, "--json");

    assertThat(run.out())
        .contains("\"cause\" : \"client-cert-expired\"")
        .contains("\"fault\" : \"client\"")
        .contains("\"told_by\" : \"server\"")
        .contains("\"cures\" : [ {")
        .contains("\"also_causes\" : [ \"client-crl-expired\" ]");
  }

  @Test
  void showsAsJson() {
    Run run = Run.ok("show", GOOD.id(), "--journal", front, "--journal", back, "--json");

    assertThat(run.out())
        .contains("\"server_ahead_us\" : 90000000")
        .contains("\"sender\" : \"client\"")
        .contains("\"received_us\"")
        .contains("\"client\" : {")
        .contains("\"server\" : {");
  }

  @Test
  void countsBothEndsOnce() {
    Run run = Run.ok("stats", "--journal", front, "--journal", back);

    assertThat(run.out())
        .contains("handshakes  3")
        .contains("1  client-cert-expired")
        .contains("CN=back.example")
        .contains("3  TLSv1.3")
        .contains("3  X25519MLKEM768")
        .contains("resumed     0.0 %")
        .contains("p50 6.250 ms");
    assertThat(Run.ok("stats", "--journal", front, "--json").out())
        .contains("\"handshakes\" : 3")
        .contains("\"p99.9\" : 6250")
        .contains("\"by_cause\" : {");
  }

  @Test
  void followsWhatComes() throws Exception {
    try (Following list = new Following("list", "--journal", front.toString(), "-f", "-n", "1")) {
      assertThat(list.lines.nextLine()).startsWith("STARTED");
      assertThat(list.lines.nextLine()).contains(Samples.established(3, Role.CLIENT).id());

      write(front, Samples.established(4, Role.CLIENT));

      assertThat(list.lines.nextLine()).contains(Samples.established(4, Role.CLIENT).id());
    }
  }

  @Test
  void countsOnWithWhatComes() throws Exception {
    try (Following stats =
        new Following("stats", "--journal", front.toString(), "--follow", "--every", "0")) {
      assertThat(stats.lines.findWithinHorizon("handshakes  \\d+", 0)).isEqualTo("handshakes  3");

      write(front, Samples.established(4, Role.CLIENT));

      assertThat(stats.lines.findWithinHorizon("handshakes  \\d+", 0)).isEqualTo("handshakes  4");
    }
  }

  /** A command that goes on until it is interrupted. */
  private static final class Following implements AutoCloseable {
    private final PipedReader reader = new PipedReader(1 << 16);
    private final Scanner lines = new Scanner(reader);
    private final Thread thread;

    private Following(String... words) throws IOException {
      PrintWriter out = new PrintWriter(new PipedWriter(reader), true);
      PrintWriter err = new PrintWriter(new StringWriter());
      thread = new Thread(() -> new Handshakes().run(out, err, words));
      thread.start();
    }

    @Override
    public void close() {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void waitsForAHandshakeThatIsYetToCome() throws Exception {
    String id = Samples.established(5, Role.CLIENT).id();
    CompletableFuture<Run> shown =
        CompletableFuture.supplyAsync(() -> Run.ok("show", id, "--follow", "--journal", front));

    write(front, Samples.established(4, Role.CLIENT), Samples.established(5, Role.CLIENT));

    assertThat(shown.get(10, TimeUnit.SECONDS).out()).contains(id);
  }

  @Test
  void saysWhatIsNotThere() {
    Run file = Run.handshakes("list", "--journal", folder.resolve("none.jsonl"));
    assertThat(file.code()).isEqualTo(74);
    assertThat(file.err()).contains("no such journal: ").contains("none.jsonl");
    Run id = Run.handshakes("why", "abcdef", "--journal", front);
    assertThat(id.code()).isEqualTo(1);
    assertThat(id.err()).contains("no handshake abcdef");
  }

  @Test
  void saysHowItIsUsed() {
    assertThat(Run.ok("--help").out()).contains("list", "show", "why", "stats", "Exit codes:");
    assertThat(Run.ok("why", "--help").out()).contains("--journal");
    assertThat(Run.handshakes("list").code()).isEqualTo(64);
    assertThat(Run.handshakes("nonsense").code()).isEqualTo(64);
    Run wrong = Run.handshakes("list", "--journal", front, "--outcome", "fine");
    assertThat(wrong.code()).isEqualTo(64);
    assertThat(wrong.err()).contains("--outcome: fine (expected: established, ");
  }

  @Test
  void saysWithAWordThatALineIsTorn() throws IOException {
    Files.writeString(front, "{\"id\":\"half", java.nio.file.StandardOpenOption.APPEND);

    Run run = Run.ok("list", "--journal", front);

    assertThat(run.out().lines()).hasSize(4);
    assertThat(run.err()).contains("the last line is torn");
  }
}
