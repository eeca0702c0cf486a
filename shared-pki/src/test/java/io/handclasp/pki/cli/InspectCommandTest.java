package io.handclasp.pki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
  private static final Authority ROOT = Authority.root("CN=Root").create();
  private static final Authority ISSUING = ROOT.intermediate("CN=Issuing").create();

  @TempDir private Path folder;

  @Test
  void saysWhatACertificateIsAndWhatIsMissing() throws Exception {
    Path file = folder.resolve("a.pem");
    StoreWriter.trustPem(file, List.of(identity().leaf()));

    Run run = Run.ok("inspect", file);

    assertThat(run.out())
        .contains("CN=a.example", "TLS server", "DNS:a.example", "EC P-256", "days left")
        .contains("Its issuer is not here: CN=Issuing");
  }

  @Test
  void putsTheChainInOrder() throws Exception {
    Path file = folder.resolve("a.pem");
    Identity identity = identity();
    StoreWriter.trustPem(file, List.of(ROOT.certificate(), identity.leaf(), ISSUING.certificate()));

    String out = Run.ok("inspect", file).out();

    assertThat(out).containsSubsequence("CN=a.example", "CN=Issuing", "CN=Root");
    assertThat(out).contains("another order");
  }

  @Test
  void cannotLetAnExpiredOneBeOverlooked() throws Exception {
    Path file = folder.resolve("a.pem");
    StoreWriter.trustPem(file, List.of(ISSUING.identity("CN=a.example").expired().create().leaf()));

    Run run = Run.pki("inspect", file);

    assertThat(run.code()).isEqualTo(ExitCode.NEGATIVE);
    assertThat(run.out()).contains("EXPIRED 1 day");
    assertThat(new Palette(true).alarm("EXPIRED")).contains("\u001b[97;41;1m");
    assertThat(new Palette(false).alarm("EXPIRED")).isEqualTo("EXPIRED");
  }

  @Test
  void writesJsonThatAProgramCanRead() throws Exception {
    Path file = folder.resolve("a.p12");
    StoreWriter.pkcs12(file, identity(), "secret1".toCharArray());
    Path password = folder.resolve("password");
    Files.writeString(password, "secret1");

    String out = Run.ok("inspect", file, "--password", "file:" + password, "--json").out();

    assertThat(out).contains("\"subject\" : \"CN=a.example\"", "\"kind\" : \"key\"");
    try (JsonParser parser = new JsonFactory().createParser(out)) {
      JsonToken last = null;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        last = token;
      }
      assertThat(last).isEqualTo(JsonToken.END_OBJECT);
    }
  }

  @Test
  void asksAServerForItsChainAndWhomItWants() throws Exception {
    try (SSLServerSocket server = server()) {
      CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serveOnce(server));

      Run run = Run.ok("inspect", "127.0.0.1:" + server.getLocalPort());

      served.join();
      assertThat(run.out())
          .contains("CN=a.example", "CN=Issuing")
          .contains("asks for a client certificate, issued by one of:", "CN=Root");
    }
  }

  @Test
  void saysWhichFileIsMissingOrIsNoStore() throws Exception {
    Path nonsense = folder.resolve("nonsense");
    Files.writeString(nonsense, "nothing of the kind");

    Run missing = Run.pki("inspect", folder.resolve("missing.pem"));
    Run wrong = Run.pki("inspect", nonsense);
    Run refused = Run.pki("inspect", "127.0.0.1:" + closedPort());

    assertThat(missing.code()).isEqualTo(ExitCode.INPUT_OUTPUT);
    assertThat(missing.err()).contains("missing.pem").contains("does not exist");
    assertThat(wrong.code()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(wrong.err()).contains("nonsense");
    assertThat(refused.code()).isEqualTo(ExitCode.INPUT_OUTPUT);
  }

  private static Identity identity() {
    return ISSUING.identity("CN=a.example").server().create();
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private SSLServerSocket server() throws Exception {
    char[] password = "secret1".toCharArray();
    StoreWriter.pkcs12(folder.resolve("s.p12"), identity(), password);
    StoreWriter.trustPkcs12(folder.resolve("t.p12"), List.of(ROOT.certificate()), password);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(KeyStore.getInstance(folder.resolve("s.p12").toFile(), password), password);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(KeyStore.getInstance(folder.resolve("t.p12").toFile(), password));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setNeedClientAuth(true);
    return server;
  }

  private static void serveOnce(SSLServerSocket server) {
    try (SSLSocket socket = (SSLSocket) server.accept();
        InputStream in = socket.getInputStream()) {
      in.readAllBytes();
    } catch (IOException expected) {
      // The probe shows no certificate, so the handshake is refused: that is the point.
      assertThat(expected).isNotNull();
    }
  }
}
