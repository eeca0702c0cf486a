package io.handclasp.pair.faults;

import static io.handclasp.pair.faults.FaultPki.GOOD_BACK;
import static io.handclasp.pair.faults.FaultPki.GOOD_FRONT;
import static io.handclasp.pair.faults.FaultPki.OTHER;
import static io.handclasp.pair.faults.FaultPki.ROOT;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.Certainty;
import io.handclasp.handshake.record.Fault;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One of our programs against a peer that does as a script says. */
class ScriptedPeersTest {
  private static final Matrix MATRIX = new Matrix("scripted");
  private static final String SUITE =
      "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
  private static final int SECP384R1 = 0x0018;

  /** brainpoolP256r1tls13, which neither provider has. */
  private static final int BRAINPOOL = 0x001f;

  @TempDir private static Path folder;

  @AfterAll
  static void writeMatrix() throws IOException {
    MATRIX.write();
  }

  private static RawServer.Script afterHello(RawServer.Script then) {
    return socket -> {
      RawServer.readHello(socket);
      then.run(socket);
    };
  }

  private static RawServer.Script saying(byte[] bytes) {
    return afterHello(
        socket -> {
          socket.getOutputStream().write(bytes);
          socket.getInputStream().readAllBytes();
        });
  }

  private static RawServer.Script saying(String text) {
    return saying(text.getBytes(US_ASCII));
  }

  private static RawServer.Script alert(int number) {
    return saying(new byte[] {21, 3, 3, 0, 2, 2, (byte) number});
  }

  /** A ServerHello of TLS 1.1 with a suite of that time. */
  private static byte[] oldServerHello() {
    byte[] body = new byte[2 + 32 + 1 + 2 + 1];
    body[0] = 3;
    body[1] = 2;
    body[35] = (byte) 0xc0;
    body[36] = 0x13;
    byte[] message = new byte[5 + 4 + body.length];
    message[0] = 22;
    message[1] = 3;
    message[2] = 2;
    message[4] = (byte) (4 + body.length);
    message[5] = 2;
    message[8] = (byte) body.length;
    System.arraycopy(body, 0, message, 9, body.length);
    return message;
  }

  /** A HelloRetryRequest for the group of that number. */
  private static byte[] helloRetryRequest(byte[] hello, int group) {
    int sessionId = hello[43];
    String text =
        "0303"
            + "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"
            + HexFormat.of().formatHex(hello, 43, 44 + sessionId)
            + "130100"
            + "000c002b0002030400330002"
            + HexFormat.of().toHexDigits((short) group);
    byte[] body = HexFormat.of().parseHex(text);
    ByteBuffer record = ByteBuffer.allocate(9 + body.length);
    record.put((byte) 22).putShort((short) 0x0303).putShort((short) (4 + body.length));
    record.put((byte) 2).put((byte) 0).putShort((short) body.length).put(body);
    return record.array();
  }

  private static RawServer.Script retry(int group, int alert) {
    return socket -> {
      byte[] hello = RawServer.readHello(socket);
      socket.getOutputStream().write(helloRetryRequest(hello, group));
      RawServer.readHello(socket);
      socket.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, (byte) alert});
      socket.getInputStream().readAllBytes();
    };
  }

  /** What an alert leaves open, and what a server's choice of a group tells. */
  @ParameterizedTest
  @ValueSource(strings = {"openssl", "jdk"})
  void frontTellsGroupsFromSuitesWhereItCan(String provider) throws Exception {
    HandshakeRecord plain = refused(provider, alert(40));
    HandshakeRecord suites =
        refused(provider, alert(40), "suites: [TLS_AES_128_GCM_SHA256, " + SUITE + "]");
    HandshakeRecord strange = refused(provider, retry(BRAINPOOL, 40));
    HandshakeRecord agreed = refused(provider, retry(SECP384R1, 40));

    assertThat(plain.cause()).isEqualTo("cipher-none-shared");
    assertThat(plain.alsoCauses())
        .containsExactly("group-none-shared", "signature-scheme-none-shared");
    assertThat(plain.certainty()).isEqualTo(Certainty.OTHER_END);
    assertThat(suites.cause()).isEqualTo("cipher-none-shared");
    assertThat(suites.alsoCauses()).contains("group-none-shared");
    assertThat(strange.cause()).isEqualTo("group-none-shared");
    assertThat(strange.certainty()).isEqualTo(Certainty.KNOWN);
    assertThat(strange.fault()).isEqualTo(Fault.PEER);
    assertThat(agreed.cause()).isEqualTo("signature-scheme-none-shared");
    assertThat(agreed.alsoCauses()).doesNotContain("cipher-none-shared", "group-none-shared");
  }

  /** A server that has none of the groups says no more than one that has none of the suites. */
  @Test
  void frontNamesItsOwnChoiceOfGroupsFirst() throws Exception {
    HandshakeRecord front = refused("openssl", alert(40), "groups: [x25519, secp384r1]");

    assertThat(front.cause()).isEqualTo("group-none-shared");
    assertThat(front.alsoCauses()).containsExactly("cipher-none-shared");
  }

  private static HandshakeRecord refused(
      String provider, RawServer.Script script, String... settings) throws Exception {
    Ends ends = new Ends();
    ends.front.tls.add("protocols: [TLSv1.3, TLSv1.2]");
    ends.front.tls.addAll(List.of(settings));
    try (RawServer server = new RawServer(script);
        RunningPair pair =
            RunningPair.front(folder, ends, same(provider, "any"), server.endpoint())) {
      assertThat(pair.ask()).isEqualTo(502);
      return pair.frontRecord();
    }
  }

  static Stream<Arguments> servers() {
    return Stream.of(
            Arguments.of("server-closes-after-hello", 502, afterHello(socket -> {})),
            Arguments.of(
                "server-resets-after-hello",
                502,
                afterHello(socket -> socket.setSoLinger(true, 0))),
            Arguments.of(
                "server-silent", 504, afterHello(socket -> socket.getInputStream().readAllBytes())),
            Arguments.of("tls-to-plain-http-port", 502, saying("HTTP/1.1 400 Bad Request\r\n\r\n")),
            Arguments.of(
                "tls-to-plain-http-port",
                502,
                saying(HexFormat.of().parseHex("000012040000000000000300000080"))),
            Arguments.of("tls-to-smtp-port", 502, saying("220 mail.example ESMTP\r\n")),
            Arguments.of("tls-to-smtp-port", 502, saying("SSH-2.0-OpenSSH_9\r\n")),
            Arguments.of("version-server-11-only", 502, saying(oldServerHello())),
            Arguments.of("version-server-11-only", 502, alert(70)),
            Arguments.of("sni-unknown", 502, alert(112)),
            Arguments.of("alpn-none-shared", 502, alert(120)),
            Arguments.of("internal-failure", 502, alert(80)),
            Arguments.of("cipher-none-shared", 502, alert(40)),
            Arguments.of(
                "record-truncated",
                502,
                afterHello(
                    socket -> {
                      socket.getOutputStream().write(new byte[] {22, 3, 3, 0, 80, 2, 0, 0, 76});
                      socket.shutdownOutput();
                      socket.getInputStream().readAllBytes();
                    })))
        .flatMap(
            arguments ->
                Stream.of("openssl", "jdk")
                    .map(
                        provider ->
                            Arguments.of(
                                arguments.get()[0],
                                arguments.get()[1],
                                arguments.get()[2],
                                provider)));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void frontNamesWhatAServerDoes(String code, int status, RawServer.Script script, String provider)
      throws Exception {
    Ends ends = new Ends();
    ends.front.tls.add("protocols: [TLSv1.3, TLSv1.2]");
    ends.handshake = "700ms";
    try (RawServer server = new RawServer(script);
        RunningPair pair =
            RunningPair.front(folder, ends, same(provider, "any"), server.endpoint())) {
      int answered = pair.ask();

      HandshakeRecord front = pair.frontRecord();
      MATRIX.note(code, provider + ", front", front);
      assertThat(front.cause()).as("%s", front).isEqualTo(code);
      assertThat(answered).isEqualTo(status);
    }
  }

  private static Combination same(String provider, String version) {
    return new Combination(provider, provider, version);
  }

  static Stream<Combination> combinations() {
    return Combination.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void frontNamesWhatAForeignServerLacks(Combination combination) throws Exception {
    Identity expired = FaultPki.back(ROOT).expired().create();
    Identity early = FaultPki.back(ROOT).notYetValid().create();
    Identity otherKey = FaultPki.back(ROOT).create();
    front("server-cert-expired", combination, expired, expired, true);
    front("server-cert-not-yet-valid", combination, early, early, true);
    front("server-key-cert-mismatch", combination, GOOD_BACK, otherKey, true);
    front("server-does-not-ask-for-client-cert", combination, GOOD_BACK, GOOD_BACK, false);
  }

  private static void front(
      String code, Combination combination, Identity shown, Identity signing, boolean mutual)
      throws Exception {
    RawServer.Script script =
        JdkPeer.server(
            JdkPeer.context(shown, signing),
            tls -> {
              tls.setNeedClientAuth(mutual);
              tls.setEnabledProtocols(new String[] {combination.version()});
            });
    try (RawServer server = new RawServer(script);
        RunningPair pair = RunningPair.front(folder, new Ends(), combination, server.endpoint())) {
      assertThat(pair.ask()).isEqualTo(502);

      HandshakeRecord front = pair.frontRecord();
      MATRIX.note(code, combination + ", front", front);
      assertThat(front.cause()).as("%s", front).isEqualTo(code);
      assertThat(front.fault()).isEqualTo(Fault.PEER);
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void backNamesWhatAForeignClientLacks(Combination combination) throws Exception {
    Identity expired = FaultPki.front(ROOT).expired().create();
    Identity early = FaultPki.front(ROOT).notYetValid().create();
    Identity otherKey = FaultPki.front(ROOT).create();
    Identity self = Authority.selfSigned("CN=self.example").client().dns("self.example").create();
    Identity unknown = FaultPki.front(OTHER).create();
    try (RunningPair pair = RunningPair.back(folder, new Ends(), combination)) {
      back("client-cert-expired", pair, combination, expired, expired);
      back("client-cert-not-yet-valid", pair, combination, early, early);
      back("client-self-signed", pair, combination, self, self);
      back("client-ca-unknown", pair, combination, unknown, unknown);
      back("client-key-cert-mismatch", pair, combination, GOOD_FRONT, otherKey);
      back("client-cert-none-configured", pair, combination, null, null);
    }
  }

  private static void back(
      String code,
      RunningPair pair,
      Combination combination,
      @Nullable Identity shown,
      @Nullable Identity signing)
      throws Exception {
    SSLContext context = JdkPeer.context(shown, signing);
    assertThat(JdkPeer.client(context, pair.backPort(), combination.version())).isFalse();

    HandshakeRecord back = pair.backRecord();
    MATRIX.note(code, combination + ", back", back);
    assertThat(back.cause()).as("%s", back).isEqualTo(code);
    assertThat(back.fault()).isEqualTo(Fault.PEER);
  }

  static Stream<Arguments> strangers() {
    byte[] half = Arrays.copyOf(new byte[] {22, 3, 1, 0, 90, 1, 0, 0, 86}, 40);
    return Stream.of(
            Arguments.of("plain-http-to-tls-port", "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII)),
            Arguments.of(
                "plain-http-to-tls-port", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII)),
            Arguments.of(
                "proxy-header-to-tls-port",
                "PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n".getBytes(US_ASCII)),
            Arguments.of(
                "proxy-header-to-tls-port",
                HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000c")),
            Arguments.of("foreign-bytes-to-tls-port", "SSH-2.0-x\r\n".getBytes(US_ASCII)),
            Arguments.of("version-client-11-only", oldClientHello()),
            Arguments.of("client-silent", half))
        .flatMap(
            arguments ->
                Stream.of("openssl", "jdk")
                    .map(p -> Arguments.of(arguments.get()[0], arguments.get()[1], p)));
  }

  /** A ClientHello of TLS 1.1 with one suite and no extension. */
  private static byte[] oldClientHello() {
    byte[] body = new byte[2 + 32 + 1 + 2 + 4 + 2];
    body[0] = 3;
    body[1] = 2;
    body[36] = 4;
    body[37] = (byte) 0xc0;
    body[38] = 0x09;
    body[39] = (byte) 0xc0;
    body[40] = 0x13;
    body[41] = 1;
    byte[] message = new byte[5 + 4 + body.length];
    message[0] = 22;
    message[1] = 3;
    message[2] = 1;
    message[4] = (byte) (4 + body.length);
    message[5] = 1;
    message[8] = (byte) body.length;
    System.arraycopy(body, 0, message, 9, body.length);
    return message;
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void backNamesWhatAStrangerSays(String code, byte[] bytes, String provider) throws Exception {
    Ends ends = new Ends();
    ends.back.tls.add("protocols: [TLSv1.3, TLSv1.2]");
    ends.handshake = "700ms";
    try (RunningPair pair = RunningPair.back(folder, ends, same(provider, "any"))) {
      JdkPeer.send(pair.backPort(), bytes);

      HandshakeRecord back = pair.backRecord();
      MATRIX.note(code, provider + ", back", back);
      assertThat(back.cause()).as("%s", back).isEqualTo(code);
      assertThat(back.fault()).isEqualTo(Fault.PEER);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"openssl", "jdk"})
  void backDoesNotWaitForAClientThatHasEndedItsHalf(String provider) throws Exception {
    byte[] half = Arrays.copyOf(new byte[] {22, 3, 1, 0, 90, 1, 0, 0, 86}, 40);
    try (RunningPair pair = RunningPair.back(folder, new Ends(), same(provider, "TLSv1.3"));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), pair.backPort())) {
      socket.setSoTimeout(4_000);
      socket.getOutputStream().write(half);
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();

      HandshakeRecord back = pair.backRecord();
      assertThat(back.cause()).as("%s", back).isEqualTo("record-truncated");
      assertThat(back.took()).isLessThan(Duration.ofSeconds(3));
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void endsNameDamageOnTheWay(Combination combination) throws Exception {
    try (RunningPair back = RunningPair.back(folder, new Ends(), combination);
        RawServer relay = new RawServer(Relay.to(back.backPort(), ScriptedPeersTest::damage));
        RunningPair front = RunningPair.front(folder, new Ends(), combination, relay.endpoint())) {
      assertThat(front.ask()).isEqualTo(502);

      HandshakeRecord seen = front.frontRecord();
      HandshakeRecord told = back.backRecord(seen.id());
      MATRIX.note("record-corrupted", combination + ", front", seen);
      assertThat(seen.cause()).as("%s", seen).isEqualTo("record-corrupted");
      assertThat(seen.fault()).isEqualTo(Fault.NETWORK);
      if (combination.version().equals(Combination.TLS13)) {
        // Before TLS 1.3 the server is done when the client fails.
        MATRIX.note("record-corrupted", combination + ", back", told);
        assertThat(told.cause()).as("%s", told).isEqualTo("record-corrupted");
      }
    }
  }

  /** Alters what is protected: before TLS 1.3 that is Finished, 40 bytes long. */
  private static byte[] damage(int number, byte[] record) {
    boolean finished = record[0] == 22 && record.length == 45;
    if (record[0] == 23 || finished) {
      record[record.length - 1] ^= 1;
    }
    return record;
  }

  @ParameterizedTest
  @ValueSource(strings = {"openssl", "jdk"})
  void frontNamesWhyAServerIsNotThere(String provider) throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    unreachable("backend-not-listening", "https://127.0.0.1:" + free, provider);
    unreachable("dns-failure", "https://nowhere.invalid:" + free, provider);
  }

  private static void unreachable(String code, String endpoint, String provider) throws Exception {
    try (RunningPair pair =
        RunningPair.front(folder, new Ends(), same(provider, Combination.TLS13), endpoint)) {
      assertThat(pair.ask()).isEqualTo(502);
      HandshakeRecord front = pair.frontRecord();
      MATRIX.note(code, provider + ", front", front);
      assertThat(front.cause()).isEqualTo(code);
    }
  }
}
