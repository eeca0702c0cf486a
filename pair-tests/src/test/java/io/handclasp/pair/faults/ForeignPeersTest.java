package io.handclasp.pair.faults;

import static io.handclasp.pair.faults.FaultPki.GOOD_BACK;
import static io.handclasp.pair.faults.FaultPki.GOOD_FRONT;
import static io.handclasp.pair.faults.FaultPki.OTHER;
import static io.handclasp.pair.faults.FaultPki.ROOT;
import static io.handclasp.pair.faults.FaultPki.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our programs against openssl, curl, nginx and HAProxy, where they are installed. */
class ForeignPeersTest {
  private static final Matrix MATRIX = new Matrix("foreign");
  private static final Combination ANY = new Combination("openssl", "openssl", "TLSv1.3, TLSv1.2");

  @TempDir private static Path folder;

  @AfterAll
  static void writeMatrix() throws IOException {
    MATRIX.write();
  }

  @ParameterizedTest
  @ValueSource(strings = {"openssl", "nginx", "haproxy"})
  void frontNamesWhatIsWrongWithAForeignServer(String program) throws Exception {
    assumeTrue(ForeignProgram.isInstalled(program));
    // The server's own faults.
    front("server-ca-unknown", program, FaultPki.back(OTHER).create(), GOOD_FRONT, List.of());
    front(
        "server-hostname-mismatch",
        program,
        ROOT.identity("CN=elsewhere").server().dns("elsewhere.example").create(),
        GOOD_FRONT,
        List.of());
    front(
        "server-cert-expired",
        program,
        FaultPki.back(ROOT).expired().create(),
        GOOD_FRONT,
        List.of());
    // Versions that do not meet.
    front(
        "version-client-13-server-12",
        program,
        GOOD_BACK,
        GOOD_FRONT,
        List.of("-tls1_2", "protocols: [TLSv1.3]"));
    // What the server only says by an alert.
    Identity withheld = FaultPki.front(OTHER).create();
    front("client-cert-withheld", program, GOOD_BACK, withheld, List.of());
    if (!program.equals("nginx")) {
      // nginx completes the handshake and refuses by an HTTP answer.
      front(
          "client-ca-same-name-other-key",
          program,
          GOOD_BACK,
          FaultPki.front(TWIN).create(),
          List.of());
      front(
          "client-eku-lacks-clientauth",
          program,
          GOOD_BACK,
          ROOT.identity("CN=front").server().dns("front.example").create(),
          List.of());
    }
  }

  @Test
  void frontSaysThatAServerMayLackItsGroups() throws Exception {
    assumeTrue(ForeignProgram.isInstalled("openssl"));
    int port = ForeignProgram.freePort();
    List<String> command = new ArrayList<>(serverCommand("openssl", port, GOOD_BACK, false));
    command.addAll(List.of("-groups", "X448"));
    try (ForeignProgram server = ForeignProgram.server(port, command);
        RunningPair pair =
            RunningPair.front(folder, new Ends(), ANY, "https://127.0.0.1:" + port)) {
      assertThat(server.isAlive()).isTrue();
      assertThat(pair.ask()).isEqualTo(502);

      HandshakeRecord front = pair.frontRecord();
      MATRIX.note("group-none-shared", "openssl as server, front", front);
      assertThat(front.alsoCauses()).as("%s", front).contains("group-none-shared");
    }
  }

  private static void front(
      String code, String program, Identity back, Identity own, List<String> special)
      throws Exception {
    Ends ends = new Ends();
    ends.front.identity = own;
    special.stream().filter(s -> s.startsWith("protocols")).forEach(ends.front.tls::add);
    int port = ForeignProgram.freePort();
    List<String> command = serverCommand(program, port, back, special.contains("-tls1_2"));
    try (ForeignProgram server = ForeignProgram.server(port, command);
        RunningPair pair = RunningPair.front(folder, ends, ANY, "https://127.0.0.1:" + port)) {
      assertThat(server.isAlive()).isTrue();
      int status = pair.ask();
      HandshakeRecord front = pair.frontRecord();
      boolean nginxAnswered = program.equals("nginx") && front.cause().isEmpty();
      if (nginxAnswered) {
        // Its way to refuse a client: the record warns of what the client did.
        assertThat(front.warnings()).as("%s", front).contains(code);
        return;
      }
      MATRIX.note(code, program + " as server, front", front);
      assertThat(status).isEqualTo(502);
      assertThat(front.cause()).as("%s", front).isEqualTo(code);
    }
  }

  private static List<String> serverCommand(
      String program, int port, Identity identity, boolean only12) throws Exception {
    Path home = Files.createTempDirectory(folder, program);
    Path own = home.resolve("own.pem");
    Path trust = home.resolve("trust.pem");
    StoreWriter.pem(own, identity);
    StoreWriter.trustPem(trust, List.of(ROOT.certificate()));
    return switch (program) {
      case "openssl" -> {
        List<String> words =
            new ArrayList<>(
                List.of(
                    "openssl",
                    "s_server",
                    "-accept",
                    "127.0.0.1:" + port,
                    "-cert",
                    own.toString(),
                    "-key",
                    own.toString(),
                    "-CAfile",
                    trust.toString(),
                    "-Verify",
                    "3",
                    "-verify_return_error",
                    "-quiet",
                    "-www"));
        if (only12) {
          words.add("-tls1_2");
        }
        yield words;
      }
      case "nginx" -> nginx(home, port, own, trust, only12);
      default -> haproxy(home, port, own, trust, only12);
    };
  }

  private static List<String> nginx(Path home, int port, Path own, Path trust, boolean only12)
      throws IOException {
    String text =
        """
        daemon off; master_process off; worker_processes 1; error_log %1$s/e.log; pid %1$s/pid;
        events { worker_connections 64; }
        http {
          access_log off; client_body_temp_path %1$s/t; proxy_temp_path %1$s/t;
          fastcgi_temp_path %1$s/t; uwsgi_temp_path %1$s/t; scgi_temp_path %1$s/t;
          server {
            listen 127.0.0.1:%2$d ssl;
            ssl_certificate %3$s; ssl_certificate_key %3$s;
            ssl_client_certificate %4$s; ssl_verify_client on; ssl_protocols %5$s;
            return 200;
          }
        }
        """
            .formatted(home, port, own, trust, only12 ? "TLSv1.2" : "TLSv1.2 TLSv1.3");
    Path file = Files.writeString(home.resolve("nginx.conf"), text);
    return List.of("nginx", "-p", home.toString(), "-c", file.toString());
  }

  private static List<String> haproxy(Path home, int port, Path own, Path trust, boolean only12)
      throws IOException {
    String text =
        """
        defaults
          mode http
          timeout client 5s
          timeout connect 5s
          timeout server 5s
        frontend f
          bind 127.0.0.1:%d ssl crt %s ca-file %s verify required%s
          http-request return status 200
        """
            .formatted(port, own, trust, only12 ? " ssl-max-ver TLSv1.2" : "");
    Path file = Files.writeString(home.resolve("haproxy.cfg"), text);
    return List.of("haproxy", "-db", "-f", file.toString());
  }

  @Test
  void backNamesWhatIsWrongWithForeignClients() throws Exception {
    assumeTrue(ForeignProgram.isInstalled("openssl"));
    try (RunningPair pair = RunningPair.back(folder, new Ends(), ANY)) {
      openssl("client-cert-none-configured", pair, null);
      openssl("client-cert-expired", pair, FaultPki.front(ROOT).expired().create());
      openssl("client-ca-unknown", pair, FaultPki.front(OTHER).create());
      openssl("client-ca-same-name-other-key", pair, FaultPki.front(TWIN).create());
      openssl(
          "client-eku-lacks-clientauth",
          pair,
          ROOT.identity("CN=front").server().dns("front.example").create());
    }
  }

  private static void openssl(String code, RunningPair pair, @Nullable Identity identity)
      throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of("openssl", "s_client", "-connect", "127.0.0.1:" + pair.backPort(), "-quiet"));
    if (identity != null) {
      Path own = Files.createTempDirectory(folder, "client").resolve("own.pem");
      StoreWriter.pem(own, identity);
      words.addAll(List.of("-cert", own.toString(), "-key", own.toString()));
    }
    ForeignProgram.client(words);
    HandshakeRecord back = pair.backRecord();
    MATRIX.note(code, "openssl as client, back", back);
    assertThat(back.cause()).as("%s", back).isEqualTo(code);
  }

  @Test
  void backNamesCurlWithoutTlsAndWithoutCertificate() throws Exception {
    assumeTrue(ForeignProgram.isInstalled("curl"));
    try (RunningPair pair = RunningPair.back(folder, new Ends(), ANY)) {
      ForeignProgram.client(
          List.of("curl", "-s", "-m", "5", "http://127.0.0.1:" + pair.backPort() + "/"));
      HandshakeRecord plain = pair.backRecord();
      MATRIX.note("plain-http-to-tls-port", "curl as client, back", plain);
      assertThat(plain.cause()).isEqualTo("plain-http-to-tls-port");

      ForeignProgram.client(
          List.of("curl", "-s", "-k", "-m", "5", "https://127.0.0.1:" + pair.backPort() + "/"));
      HandshakeRecord none = pair.backRecord();
      MATRIX.note("client-cert-none-configured", "curl as client, back", none);
      assertThat(none.cause()).isEqualTo("client-cert-none-configured");
    }
  }
}
