package io.handclasp.handshake.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.OwnStores;
import io.handclasp.handshake.record.RecordJson;
import io.handclasp.handshake.record.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final long LARGE = 64 << 20;

  @TempDir private Path folder;
  private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("front.jsonl");
  }

  @Test
  void givesBackWhatItWasGiven() throws Exception {
    List<HandshakeRecord> told = records(0, 500);

    Journal journal = write(LARGE, 4, told);

    assertThat(read(file).equals(told)).isTrue();
    assertThat(journal.written()).isEqualTo(500);
    assertThat(journal.dropped()).isZero();
    assertThat(journal.queued()).isZero();
    assertThat(notices).isEmpty();
  }

  @Test
  void isReadableByItsOwnerAlone() throws Exception {
    Files.createFile(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    write(64 << 10, 1, records(0, 40));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(JournalFile.older(file, 1))))
        .isEqualTo("rw-------");
  }

  @Test
  void keepsSoManyOlderFilesAndReadsThemInOrder() throws Exception {
    List<HandshakeRecord> told = records(0, 200);

    write(64 << 10, 2, told);

    List<HandshakeRecord> kept = read(file);
    assertThat(kept.size()).isBetween(40, 100);
    assertThat(kept.equals(told.subList(200 - kept.size(), 200))).isTrue();
    assertThat(file).exists();
    assertThat(JournalFile.older(file, 2)).exists();
    assertThat(JournalFile.older(file, 3)).doesNotExist();
    assertThat(Files.size(JournalFile.older(file, 1))).isLessThanOrEqualTo(64 << 10);
  }

  @Test
  void keepsNoOlderFileWhereNoneIsWanted() throws Exception {
    write(64 << 10, 0, records(0, 100));

    assertThat(read(file)).isNotEmpty();
    assertThat(JournalFile.older(file, 1)).doesNotExist();
  }

  @Test
  void goesOnWhereAnEarlierProcessEnded() throws Exception {
    write(LARGE, 4, records(0, 5));
    write(LARGE, 4, records(5, 10));

    assertThat(read(file)).isEqualTo(records(0, 10));
  }

  @Test
  void losesOnlyTheTornLineOfAProcessThatWasKilled() throws Exception {
    write(LARGE, 4, records(0, 3));
    byte[] half = RecordJson.write(Samples.established(3, Role.CLIENT));
    Files.write(file, java.util.Arrays.copyOf(half, half.length / 2), StandardOpenOption.APPEND);

    assertThat(read(file)).isEqualTo(records(0, 3));
    assertThat(notices).singleElement().asString().contains("torn").contains("front.jsonl");
    notices.clear();

    write(LARGE, 4, records(4, 6));

    assertThat(read(file))
        .extracting(HandshakeRecord::connection)
        .containsExactly(0L, 1L, 2L, 4L, 5L);
    assertThat(notices).singleElement().asString().contains("1 line is no whole record");
  }

  @Test
  void acceptsALastLineThatOnlyLacksItsEnd() throws Exception {
    Files.write(file, RecordJson.write(Samples.established(1, Role.CLIENT)));

    assertThat(read(file)).hasSize(1);
    assertThat(notices).isEmpty();
  }

  @Test
  void passesOverWhatIsNoRecord() throws Exception {
    write(LARGE, 4, records(0, 1));
    Files.writeString(
        file,
        "\n\nnonsense\n{\"id\":\"0000\"}\n" + "x".repeat(300_000) + "\n",
        StandardOpenOption.APPEND);
    write(LARGE, 4, records(1, 2));

    assertThat(read(file)).isEqualTo(records(0, 2));
    assertThat(notices).singleElement().asString().contains("3 lines are no whole record");
  }

  @Test
  void countsAndSaysWhatItCouldNotKeepUpWith() throws Exception {
    HandshakeRecord handshake = Samples.established(1, Role.CLIENT);
    Journal journal = Journal.open(file, LARGE, 4, notices::add);
    int told = 50_000;
    for (int i = 0; i < told; i++) {
      journal.onHandshake(handshake);
    }
    journal.close();

    assertThat(journal.dropped()).isPositive();
    assertThat(journal.written() + journal.dropped()).isEqualTo(told);
    assertThat(String.join("\n", notices))
        .contains("handshakes were not written: they came faster than they could be written");
    assertThat(said()).isEqualTo(journal.dropped());
  }

  private long said() {
    return notices.stream()
        .mapToLong(notice -> Long.parseLong(notice.replaceAll(".*: (\\d+) handshakes.*", "$1")))
        .sum();
  }

  @Test
  void countsAndSaysWhatTheDiskRefused() throws Exception {
    Path full = Path.of("/dev/full");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.isWritable(full));
    Files.createSymbolicLink(file, full);
    Journal journal = Journal.open(file, LARGE, 4, notices::add);

    journal.onHandshake(Samples.established(1, Role.CLIENT));

    assertThat(notices.poll(20, TimeUnit.SECONDS)).contains("1 handshakes were not written");
    journal.close();
    assertThat(journal.dropped()).isEqualTo(1);
    assertThat(journal.written()).isZero();
  }

  @Test
  void beginsANewFileWhereSomebodyTookItAway() throws Exception {
    Journal journal = Journal.open(file, LARGE, 4, notices::add);
    journal.onHandshake(Samples.established(1, Role.CLIENT));
    await(() -> journal.written() == 1);
    Files.delete(file);

    // It looks once a second.
    long before = journal.written();
    await(
        () -> {
          journal.onHandshake(Samples.established(2, Role.CLIENT));
          return Files.exists(file) && journal.written() > before;
        });
    journal.close();

    assertThat(read(file)).isNotEmpty();
    assertThat(read(file).get(0).connection()).isEqualTo(2);
  }

  @Test
  void dropsAndCountsAfterItWasClosed() throws Exception {
    Journal journal = Journal.open(file, LARGE, 4, notices::add);
    journal.close();
    journal.onHandshake(Samples.established(1, Role.CLIENT));

    assertThat(journal.dropped()).isEqualTo(1);
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    assertThatThrownBy(() -> Journal.open(folder.resolve("no/x.jsonl"), LARGE, 4, notices::add))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void writesWithinASecond() throws Exception {
    try (Journal journal = Journal.open(file, LARGE, 4, notices::add)) {
      long begin = System.nanoTime();
      journal.onHandshake(Samples.established(1, Role.CLIENT));
      await(() -> Files.size(file) > 0);

      assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }
  }

  @Test
  void findsARecordByTheBeginningOfItsId() throws Exception {
    write(256 << 10, 40, records(0, 2_000));
    HandshakeRecord wanted = Samples.established(1_234, Role.CLIENT);

    try (JournalReader reader = JournalReader.open(file, notices::add)) {
      assertThat(reader.find(wanted.id(), 10)).containsExactly(wanted);
      assertThat(reader.find(wanted.id().substring(0, 8), 10)).containsExactly(wanted);
      assertThat(reader.find("no such", 10)).isEmpty();
      assertThat(reader.find("", 3)).hasSize(4);
    }
  }

  @Test
  void givesTheYoungestThatAFilterWants() throws Exception {
    List<HandshakeRecord> told = new ArrayList<>(records(0, 1_000));
    told.add(700, Samples.refused(5_000, Role.SERVER));
    write(256 << 10, 40, told);
    HandshakeFilter failed =
        FilterWords.parse(java.util.Map.of("outcome", List.of("failed,refused")), Samples.NOON);

    try (JournalReader reader = JournalReader.open(file, notices::add)) {
      assertThat(reader.newest(HandshakeFilter.all(), 3)).isEqualTo(told.subList(998, 1_001));
      assertThat(reader.newest(failed, 3)).containsExactly(Samples.refused(5_000, Role.SERVER));
      assertThat(reader.newest(HandshakeFilter.all(), 5_000).equals(told)).isTrue();
    }
  }

  @Test
  void followsAcrossRotationsWithoutLossOrRepetition() throws Exception {
    write(64 << 10, 20, records(0, 30));
    List<HandshakeRecord> seen = new ArrayList<>();
    try (JournalReader reader = JournalReader.openLive(file, notices::add);
        JournalFollower follower = reader.follow();
        Journal journal = Journal.open(file, 64 << 10, 20, notices::add)) {
      reader.read(HandshakeFilter.all(), seen::add);
      for (int i = 30; i < 200; i++) {
        journal.onHandshake(Samples.established(i, Role.CLIENT));
        if (i % 20 == 0) {
          long told = i - 29L;
          await(() -> journal.written() == told);
          seen.addAll(follower.poll());
        }
      }
      await(() -> journal.written() == 170);
      seen.addAll(follower.poll());
    }

    assertThat(seen.equals(records(0, 200))).isTrue();
    assertThat(JournalFile.older(file, 3)).exists();
    assertThat(notices).isEmpty();
  }

  @Test
  void leavesALineUnderWayToTheFollower() throws Exception {
    byte[] line = RecordJson.write(Samples.established(7, Role.CLIENT));
    Files.write(file, java.util.Arrays.copyOf(line, 100));
    try (JournalReader reader = JournalReader.openLive(file, notices::add);
        JournalFollower follower = reader.follow()) {
      assertThat(reader.newest(HandshakeFilter.all(), 10)).isEmpty();
      assertThat(follower.poll()).isEmpty();

      Files.write(
          file, java.util.Arrays.copyOfRange(line, 100, line.length), StandardOpenOption.APPEND);
      Files.writeString(file, "\n", StandardOpenOption.APPEND);

      assertThat(follower.poll()).containsExactly(Samples.established(7, Role.CLIENT));
      assertThat(notices).isEmpty();
    }
  }

  private Journal write(long maxBytes, int keep, List<HandshakeRecord> records) throws IOException {
    Journal journal = Journal.open(file, maxBytes, keep, notices::add);
    records.forEach(journal::onHandshake);
    journal.close();
    return journal;
  }

  private List<HandshakeRecord> read(Path journal) throws IOException {
    List<HandshakeRecord> records = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(journal, notices::add)) {
      reader.read(HandshakeFilter.all(), records::add);
    }
    return records;
  }

  private static List<HandshakeRecord> records(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(number -> Samples.established(number, Role.CLIENT))
        .toList();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  /** Looks until it holds; what is awaited is in another thread's hands. */
  private static void await(Condition condition) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not come true within 20 s");
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void holdsTextsOfStrangersWithinOneLine() throws Exception {
    HandshakeRecord odd =
        Samples.established(1, Role.CLIENT)
            .concluded(
                new io.handclasp.handshake.record.Conclusion(
                    "x",
                    List.of(),
                    null,
                    null,
                    "a\nb\u2028{\"id\":\"c",
                    List.of(),
                    List.of(),
                    OwnStores.UNKNOWN));
    write(LARGE, 4, List.of(odd));

    assertThat(Files.readString(file, StandardCharsets.UTF_8).chars().filter(c -> c == '\n'))
        .hasSize(1);
    try (JournalReader reader = JournalReader.open(file, notices::add)) {
      assertThat(reader.find("c", 5)).isEmpty();
    }
    assertThat(read(file)).containsExactly(odd);
  }
}
