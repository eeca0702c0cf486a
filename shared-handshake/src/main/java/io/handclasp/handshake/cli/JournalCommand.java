package io.handclasp.handshake.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** A sub-command that looks into journals. */
abstract class JournalCommand extends HandshakesCommand {
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

  final JournalSet openLive() throws IOException {
    return JournalSet.openLive(journals, err()::println);
  }
}
