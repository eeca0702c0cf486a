package io.handclasp.handshake.cli;

import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.journal.JournalFollower;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A sub-command on the handshake of one id. */
abstract class OneHandshakeCommand extends JournalCommand {
  private static final Pattern ID = Pattern.compile("x?[0-9a-f]{1,64}");

  /** Enough to say that the beginning is not unique, and which there are. */
  private static final int MOST = 8;

  private static final long LOOK_MILLIS = 100;
  private static final long OTHER_END_MILLIS = 300;

  @Parameters(
      paramLabel = "ID",
      description = "The handshake's id, or a beginning that only one has.")
  private String id;

  @Option(
      names = {"-f", "--follow"},
      description = "Where there is none yet: wait for it, until interrupted.")
  private boolean follow;

  abstract void print(JoinedHandshake handshake) throws IOException;

  @Override
  public final Integer call() throws IOException, CommandFailure {
    if (!ID.matcher(id).matches()) {
      throw new CommandFailure(
          ExitCode.USAGE, "ID: " + id + " (expected: hexadecimal digits, as list shows them)");
    }
    List<JoinedHandshake> found = find();
    if (found.isEmpty() && follow) {
      waitForOne();
      found = find();
    }
    print(only(found));
    return ExitCode.OK;
  }

  private String prefix() {
    return id.substring(0, Math.min(13, id.length()));
  }

  private List<JoinedHandshake> find() throws IOException {
    try (JournalSet journals = open()) {
      return journals.find(prefix(), MOST);
    }
  }

  /** Until one end has told of it, and the other had a moment to do so too. */
  private void waitForOne() throws IOException {
    List<JournalFollower> followers;
    try (JournalSet journals = openLive()) {
      followers = journals.follow();
      if (!journals.find(prefix(), 1).isEmpty()) {
        return;
      }
    }
    try {
      while (!hasCome(followers)) {
        Thread.sleep(LOOK_MILLIS);
      }
      Thread.sleep(OTHER_END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      for (JournalFollower follower : followers) {
        follower.close();
      }
    }
  }

  private boolean hasCome(List<JournalFollower> followers) throws IOException {
    boolean come = false;
    for (JournalFollower follower : followers) {
      come |= follower.poll().stream().anyMatch(handshake -> handshake.id().startsWith(prefix()));
    }
    return come;
  }

  private JoinedHandshake only(List<JoinedHandshake> found) throws CommandFailure {
    if (found.isEmpty()) {
      throw new CommandFailure(ExitCode.NEGATIVE, "no handshake " + id + " in the journal");
    }
    if (found.size() > 1) {
      List<String> ids = found.stream().map(JoinedHandshake::id).distinct().toList();
      throw new CommandFailure(
          ExitCode.NEGATIVE,
          ids.size() == 1
              ? found.size() + " handshakes are called " + id + "; see list --json"
              : id + " is the beginning of several: " + String.join(", ", ids));
    }
    return found.get(0);
  }
}
