package io.handclasp.handshake.cli;

import io.handclasp.handshake.journal.JournalFollower;
import io.handclasp.handshake.record.HandshakeRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** A sub-command that looks into journals. */
abstract class JournalCommand extends HandshakesCommand {
  private static final long LOOK_MILLIS = 100;

  @Option(
      names = "--journal",
      required = true,
      paramLabel = "FILE",
      description = {
        "The journal of a proxy, with its older files FILE.1 and so on.",
        "Give it twice for both ends: what belongs together is joined."
      })
  private List<Path> journals;

  final JournalSet open() throws IOException {
    return JournalSet.open(journals, err()::println);
  }

  /** Looks again and again, until interrupted or nobody reads any more. */
  final void follow(
      List<JournalFollower> followers, Consumer<HandshakeRecord> sink, Runnable afterEachLook)
      throws IOException {
    try {
      while (!out().checkError()) {
        for (JournalFollower follower : followers) {
          follower.poll().forEach(sink);
        }
        afterEachLook.run();
        out().flush();
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      for (JournalFollower follower : followers) {
        follower.close();
      }
    }
  }

  final JournalSet openLive() throws IOException {
    return JournalSet.openLive(journals, err()::println);
  }
}
