package io.handclasp.handshake.cli;

import io.handclasp.handshake.journal.HandshakeFilter;
import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.journal.JournalFollower;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.RecordJson;
import io.handclasp.handshake.view.HandshakeLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code handshakes list}: one line each. */
@Command(
    name = "list",
    description = {
      "Lists handshakes, the youngest last, both ends of one in one line.",
      "With --json: the records themselves, one in each line (docs/handshake-record.md).",
      "Ends with 1 where there are none."
    })
final class ListCommand extends JournalCommand {
  @Mixin private FilterOptions filterOptions;

  @Option(
      names = {"-n", "--limit"},
      defaultValue = "50",
      paramLabel = "COUNT",
      description = "The youngest so many; 0 for all. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what comes, until interrupted.")
  private boolean follow;

  @Override
  public Integer call() throws IOException, CommandFailure {
    HandshakeFilter filter = filterOptions.filter();
    if (limit < 0) {
      throw new CommandFailure(ExitCode.USAGE, "--limit: " + limit + " (expected: >= 0)");
    }
    int most = limit == 0 ? Integer.MAX_VALUE : limit;
    if (follow) {
      follow(filter, most);
      return ExitCode.OK;
    }
    try (JournalSet journals = open()) {
      return list(journals, filter, most) ? ExitCode.OK : ExitCode.NEGATIVE;
    }
  }

  private boolean list(JournalSet journals, HandshakeFilter filter, int most) throws IOException {
    if (json()) {
      List<HandshakeRecord> records = journals.newest(filter, most);
      records.forEach(this::printRecord);
      return !records.isEmpty();
    }
    List<JoinedHandshake> handshakes = journals.newestJoined(filter, most);
    if (!handshakes.isEmpty() || follow) {
      out().println(HandshakeLine.head());
    }
    handshakes.forEach(handshake -> out().println(HandshakeLine.of(handshake)));
    return !handshakes.isEmpty();
  }

  private void follow(HandshakeFilter filter, int most) throws IOException {
    List<JournalFollower> followers;
    try (JournalSet journals = openLive()) {
      followers = journals.follow();
      list(journals, filter, most);
    }
    follow(
        followers,
        handshake -> {
          if (filter.accepts(handshake)) {
            print(handshake);
          }
        },
        () -> {});
  }

  private void print(HandshakeRecord handshake) {
    if (json()) {
      printRecord(handshake);
    } else {
      out().println(HandshakeLine.of(JoinedHandshake.of(handshake)));
    }
  }

  private void printRecord(HandshakeRecord handshake) {
    out().println(new String(RecordJson.write(handshake), StandardCharsets.UTF_8));
  }
}
