package io.handclasp.handshake.cli;

import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.view.HandshakeView;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code handshakes why ID}: the verdict. */
@Command(
    name = "why",
    description = {
      "Says why one handshake failed: the cause as both ends know it, whose fault it is, what says",
      "so, and what to do about it."
    })
final class WhyCommand extends OneHandshakeCommand {
  @Override
  void print(JoinedHandshake handshake) throws IOException {
    if (json()) {
      printJson(out -> JoinedJson.why(out, handshake));
    } else {
      out().print(HandshakeView.why(handshake));
    }
  }
}
