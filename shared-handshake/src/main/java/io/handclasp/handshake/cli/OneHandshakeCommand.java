package io.handclasp.handshake.cli;

import io.handclasp.handshake.journal.JoinedHandshake;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Parameters;

/** A sub-command on the handshake of one id. */
abstract class OneHandshakeCommand extends JournalCommand {
  private static final Pattern ID = Pattern.compile("x?[0-9a-f]{1,64}");

  /** Enough to say that the beginning is not unique, and which there are. */
  private static final int MOST = 8;

  @Parameters(
      paramLabel = "ID",
      description = "The handshake's id, or a beginning that only one has.")
  private String id;

  abstract void print(JoinedHandshake handshake) throws IOException;

  @Override
  public final Integer call() throws IOException, CommandFailure {
    if (!ID.matcher(id).matches()) {
      throw new CommandFailure(
          ExitCode.USAGE, "ID: " + id + " (expected: hexadecimal digits, as list shows them)");
    }
    try (JournalSet journals = open()) {
      print(only(journals.find(id.substring(0, Math.min(13, id.length())), MOST)));
    }
    return ExitCode.OK;
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
