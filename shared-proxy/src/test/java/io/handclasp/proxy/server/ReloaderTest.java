package io.handclasp.proxy.server;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import io.handclasp.proxy.config.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloaderTest {
  private static final Authority AUTHORITY = Authority.root("CN=authority").create();

  @TempDir private Path folder;

  @Test
  void takesARefusedConfigurationOnceTheFileThatItLackedIsThere() throws Exception {
    try (LivePair pair = new LivePair(folder)) {
      String yaml = startBack(pair);

      replace(folder.resolve("back.yaml"), yaml.replace("trust.pem", "later.pem"));
      assertThat(pair.await("back", LifecycleEvent.ReloadRefused.class).problems())
          .singleElement()
          .asString()
          .contains("later.pem");
      Files.createLink(folder.resolve("later.pem"), folder.resolve("trust.pem").toRealPath());

      assertThat(pair.await("back", LifecycleEvent.Reloaded.class).epoch()).isEqualTo(2);
    }
  }

  @Test
  void whatARefusedConfigurationNamedIsForgottenWithIt() throws Exception {
    try (LivePair pair = new LivePair(folder)) {
      String yaml = startBack(pair);
      Path file = folder.resolve("back.yaml");
      replace(file, yaml.replace("trust.pem", "later.pem"));
      pair.await("back", LifecycleEvent.ReloadRefused.class);
      replace(file, yaml);
      pair.await("back", LifecycleEvent.Reloaded.class);

      Files.writeString(folder.resolve("later.pem"), "nobody reads this");
      replace(file, yaml + "limits: {connections: 100}\n");

      assertThat(pair.await("back", LifecycleEvent.Reloaded.class).epoch()).isEqualTo(3);
    }
  }

  /** Gives its configuration. */
  private static String startBack(LivePair pair) throws Exception {
    pair.put(LivePair.content(AUTHORITY, AUTHORITY));
    String yaml =
        pair.tls("back.pem") + "listen: 127.0.0.1:0\nroutes: [{path: /, service: echo}]\n";
    pair.start("back", Side.BACK, yaml);
    return yaml;
  }

  private void replace(Path file, String text) throws Exception {
    Path next = Files.writeString(folder.resolve("next"), text);
    Files.move(next, file, ATOMIC_MOVE, REPLACE_EXISTING);
  }
}
