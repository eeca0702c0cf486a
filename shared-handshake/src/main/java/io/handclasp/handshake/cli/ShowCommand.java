package io.handclasp.handshake.cli;

import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.view.HandshakeView;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code handshakes show ID}: all there is of one handshake. */
@Command(
    name = "show",
    description = {
      "Draws one handshake: the messages of both ends with times and sizes, the four steps of",
      "mutual TLS marked, the certificates, what was compared and decided, the verdict."
    })
final class ShowCommand extends OneHandshakeCommand {
  @Override
  void print(JoinedHandshake handshake) throws IOException {
    if (json()) {
      printJson(out -> JoinedJson.show(out, handshake));
    } else {
      out().print(HandshakeView.show(handshake));
    }
  }
}
