package io.handclasp.handshake.tls;

import static io.handclasp.handshake.tls.TestPki.BACK;
import static io.handclasp.handshake.tls.TestPki.FRONT;
import static io.handclasp.handshake.tls.TestPki.ROOT;
import static io.handclasp.handshake.tls.TestPki.material;
import static io.handclasp.handshake.tls.TestPki.settings;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.Ending;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers that speak something else than TLS, or stop speaking. */
class RawPeersTest {
  private static TlsPair pair(ProviderChoice provider) {
    return pair(provider, Duration.ofSeconds(10));
  }

  private static TlsPair pair(ProviderChoice provider, Duration timeout) {
    TlsSettings settings =
        settings(provider, List.of("TLSv1.3", "TLSv1.2"), List.of(), List.of(), timeout);
    return new TlsPair(settings, material(BACK, ROOT), settings, material(FRONT, ROOT));
  }

  private static Socket open(TlsPair pair) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), pair.port());
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENSSL", "JDK"})
  void plainHttpToTheTlsPortIsNotTls(ProviderChoice provider) throws Exception {
    try (TlsPair pair = pair(provider);
        Socket socket = open(pair)) {
      socket
          .getOutputStream()
          .write("GET /a?token=s3cret HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));

      HandshakeRecord handshake = pair.serverRecord();
      assertThat(handshake.outcome()).isEqualTo(Outcome.NOT_TLS);
      assertThat(handshake.ending()).isEqualTo(Ending.NOT_TLS);
      assertThat(handshake.id()).startsWith("x");
      assertThat(handshake.random()).isNull();
      assertThat(handshake.steps().get(0).kind()).isEqualTo(Step.Kind.NOT_TLS);
      assertThat(handshake.steps().get(0).note()).startsWith("GET /a").doesNotContain("s3cret");
      assertThat(readAll(socket)).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENSSL", "JDK"})
  void proxyHeaderBeforeTlsIsNamed(ProviderChoice provider) throws Exception {
    try (TlsPair pair = pair(provider);
        Socket socket = open(pair)) {
      socket
          .getOutputStream()
          .write("PROXY TCP4 10.0.0.1 10.0.0.2 4711 443\r\n".getBytes(US_ASCII));

      HandshakeRecord handshake = pair.serverRecord();
      assertThat(handshake.outcome()).isEqualTo(Outcome.NOT_TLS);
      assertThat(handshake.detail()).startsWith("PROXY TCP4 10.0.0.1");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENSSL", "JDK"})
  void connectionWithoutAByteIsAProbe(ProviderChoice provider) throws Exception {
    try (TlsPair pair = pair(provider)) {
      open(pair).close();
      assertThat(pair.serverRecord().outcome()).isEqualTo(Outcome.PROBE);

      Socket resetting = open(pair);
      resetting.setSoLinger(true, 0);
      resetting.close();
      assertThat(pair.serverRecord().outcome()).isEqualTo(Outcome.PROBE);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENSSL", "JDK"})
  void silentClientTimesOut(ProviderChoice provider) throws Exception {
    try (TlsPair pair = pair(provider, Duration.ofMillis(200));
        Socket socket = open(pair)) {
      HandshakeRecord handshake = pair.serverRecord();
      assertThat(handshake.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(handshake.ending()).isEqualTo(Ending.TIMED_OUT);
      assertThat(handshake.phase()).isEqualTo("hello");
      assertThat(handshake.took()).isGreaterThanOrEqualTo(Duration.ofMillis(190));
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENSSL", "JDK"})
  void halfAHelloIsNotAProbe(ProviderChoice provider) throws Exception {
    try (TlsPair pair = pair(provider)) {
      Socket socket = open(pair);
      socket.getOutputStream().write(new byte[] {22, 3, 1, 1, 0, 1, 0, 0, (byte) 0xfc});
      socket.close();

      HandshakeRecord handshake = pair.serverRecord();
      assertThat(handshake.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(handshake.ending()).isEqualTo(Ending.CLOSED_BY_PEER);
      assertThat(handshake.phase()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENSSL", "JDK"})
  void garbageInAHelloIsAnsweredWithAnAlertThatArrives(ProviderChoice provider) throws Exception {
    try (TlsPair pair = pair(provider);
        Socket socket = open(pair)) {
      byte[] hello = new byte[600];
      hello[0] = 22;
      hello[1] = 3;
      hello[2] = 1;
      hello[4] = 100;
      hello[5] = 1;
      hello[8] = 96;
      socket.getOutputStream().write(hello);

      HandshakeRecord handshake = pair.serverRecord();
      assertThat(handshake.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(handshake.ending()).isEqualTo(Ending.ALERT_SENT);
      byte[] answer = readAll(socket);
      assertThat(answer).hasSize(7).startsWith(21, 3);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENSSL", "JDK"})
  void serverThatClosesAfterHelloIsTold(ProviderChoice provider) throws Exception {
    HandshakeRecord handshake = against(provider, Duration.ofSeconds(10), RawPeersTest::readSome);
    assertThat(handshake.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(handshake.ending()).isEqualTo(Ending.CLOSED_BY_PEER);
    assertThat(handshake.phase()).isEqualTo("hello");
    assertThat(handshake.role()).isEqualTo(Role.CLIENT);
    assertThat(handshake.random()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENSSL", "JDK"})
  void serverThatResetsAfterHelloIsTold(ProviderChoice provider) throws Exception {
    HandshakeRecord handshake =
        against(
            provider,
            Duration.ofSeconds(10),
            socket -> {
              readSome(socket);
              socket.setSoLinger(true, 0);
            });
    assertThat(handshake.ending()).isEqualTo(Ending.RESET_BY_PEER);
    assertThat(handshake.phase()).isEqualTo("hello");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENSSL", "JDK"})
  void serverThatIsSilentIsTold(ProviderChoice provider) throws Exception {
    HandshakeRecord handshake = against(provider, Duration.ofMillis(200), RawPeersTest::readAll);
    assertThat(handshake.ending()).isEqualTo(Ending.TIMED_OUT);
    assertThat(handshake.outcome()).isEqualTo(Outcome.FAILED);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENSSL", "JDK"})
  void serverThatSpeaksHttpOrSmtpIsNotTls(ProviderChoice provider) throws Exception {
    for (String banner : List.of("HTTP/1.1 400 Bad Request", "220 mail.example ESMTP")) {
      HandshakeRecord handshake =
          against(
              provider,
              Duration.ofSeconds(10),
              socket -> {
                socket.getOutputStream().write((banner + "\r\n").getBytes(US_ASCII));
                readAll(socket);
              });
      assertThat(handshake.outcome()).isEqualTo(Outcome.NOT_TLS);
      assertThat(handshake.detail()).isEqualTo(banner);
      assertThat(handshake.random()).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENSSL", "JDK"})
  void connectionThatNeverCameUpHasARecord(ProviderChoice provider) throws Exception {
    try (TlsPair pair = pair(provider)) {
      HandshakeRecord refused =
          pair.clientTls()
              .connectFailed(
                  "back.example",
                  8243,
                  new ConnectException("refused"),
                  Duration.ofMillis(3),
                  pair.clientRecords::add);
      assertThat(pair.clientRecord()).isEqualTo(refused);
      assertThat(refused.ending()).isEqualTo(Ending.CONNECT_REFUSED);
      assertThat(refused.phase()).isEqualTo("connect");
      assertThat(refused.remote()).isEqualTo("back.example:8243");

      HandshakeRecord unresolved =
          pair.clientTls()
              .connectFailed(
                  "nowhere.invalid",
                  8243,
                  new UnknownHostException("nowhere.invalid"),
                  Duration.ofMillis(3),
                  pair.clientRecords::add);
      assertThat(unresolved.ending()).isEqualTo(Ending.NAME_UNRESOLVED);
    }
  }

  /** The client's record against a server that does as it is told and then closes. */
  private static HandshakeRecord against(ProviderChoice provider, Duration timeout, Script script)
      throws Exception {
    try (TlsPair pair = pair(provider, timeout);
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> done =
          CompletableFuture.runAsync(
              () -> {
                try (Socket socket = server.accept()) {
                  script.run(socket);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      pair.connect(server.getLocalPort());
      HandshakeRecord handshake = pair.clientRecord();
      done.handle((ok, failure) -> null).join();
      return handshake;
    }
  }

  private static void readSome(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] bytes = new byte[8192];
    if (in.read(bytes) < 0) {
      throw new IOException("closed before a byte came");
    }
  }

  private static byte[] readAll(Socket socket) throws IOException {
    return socket.getInputStream().readAllBytes();
  }

  @FunctionalInterface
  private interface Script {
    void run(Socket socket) throws IOException;
  }
}
