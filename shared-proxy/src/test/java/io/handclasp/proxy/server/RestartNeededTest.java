package io.handclasp.proxy.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartNeededTest {
  private static final Authority AUTHORITY = Authority.root("CN=authority").create();
  private static final String STARTED = "listen: 127.0.0.1:0\n";

  @TempDir private Path folder;

  @Test
  void saysAfterEachReloadWhatDiffersFromWhatWasStarted() throws Exception {
    LivePair.content(AUTHORITY, AUTHORITY).writeTo(folder);
    List<List<String>> told = new ArrayList<>();
    ProxyEvents events =
        new ProxyEvents(
            handshake -> {},
            completed -> {},
            event -> {
              if (event instanceof LifecycleEvent.Reloaded reloaded) {
                told.add(reloaded.restartNeeded());
              }
            });
    Program program = new Program("back", Side.BACK, null);

    try (ProxyServer server = ProxyServer.start(program, config(STARTED), events)) {
      server.reload(config("listen: 127.0.0.1:1\n"));
      server.reload(config("listen: 127.0.0.1:1\nlimits: {connections: 100}\n"));
      server.reload(config("listen: 127.0.0.1:1\nworkers: 3\n"));
      server.reload(config(STARTED));
    }

    assertThat(told)
        .containsExactly(
            List.of("listen"), List.of("listen"), List.of("listen", "workers"), List.of());
  }

  private ProxyConfig config(String keys) throws Exception {
    String yaml =
        keys
            + "tls: {keyStore: {file: back.pem}, trustStore: {file: trust.pem}}\n"
            + "routes: [{endpoint: 'http://127.0.0.1:1'}]\n";
    return ProxyConfigReader.read(Files.writeString(folder.resolve("back.yaml"), yaml), Side.BACK)
        .config();
  }
}
