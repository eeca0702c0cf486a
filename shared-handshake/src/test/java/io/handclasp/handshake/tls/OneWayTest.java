package io.handclasp.handshake.tls;

import static io.handclasp.handshake.tls.TestPki.BACK;
import static io.handclasp.handshake.tls.TestPki.FRONT;
import static io.handclasp.handshake.tls.TestPki.ROOT;
import static io.handclasp.handshake.tls.TestPki.material;
import static io.handclasp.handshake.tls.TestPki.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.pki.store.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that never asks for a client certificate. */
class OneWayTest {
  static Stream<Arguments> clients() {
    return Stream.of(ProviderChoice.OPENSSL, ProviderChoice.JDK)
        .flatMap(
            provider ->
                Stream.of("TLSv1.3", "TLSv1.2").map(version -> Arguments.of(provider, version)));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void isRefusedWhereMutualTlsIsExpected(ProviderChoice provider, String version) throws Exception {
    HandshakeRecord handshake = against(settings(provider, version));
    assertThat(handshake.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(handshake.negotiated().certificateRequested()).isFalse();
    assertThat(handshake.phase()).isEqualTo("client-certificate");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void isAcceptedWhereThatWasAskedFor(ProviderChoice provider, String version) throws Exception {
    HandshakeRecord handshake = against(settings(provider, version).withOneWay(true));
    assertThat(handshake.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(handshake.negotiated().certificateRequested()).isFalse();
    assertThat(handshake.ownChain()).isEmpty();
  }

  private static HandshakeRecord against(TlsSettings client) throws Exception {
    List<String> alpn = List.of();
    ServerTls unused = ServerTls.build(client, material(BACK, ROOT), alpn, 1, TlsPair.plain());
    ClientTls front = ClientTls.build(client, material(FRONT, ROOT), alpn, 1, TlsPair.plain());
    try (TlsPair pair = new TlsPair(unused, front);
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> done = CompletableFuture.runAsync(() -> echo(server));
      pair.connect(server.getLocalPort());
      HandshakeRecord handshake = pair.clientRecord();
      pair.closeChannels();
      done.handle((ok, failure) -> null).join();
      return handshake;
    }
  }

  private static void echo(ServerSocket server) {
    try (SSLSocket socket =
        (SSLSocket)
            context(BACK).getSocketFactory().createSocket(server.accept(), null, -1, true)) {
      socket.setUseClientMode(false);
      byte[] bytes = new byte[100];
      int length = socket.getInputStream().read(bytes);
      while (length > 0) {
        socket.getOutputStream().write(bytes, 0, length);
        length = socket.getInputStream().read(bytes);
      }
    } catch (IOException e) {
      // The client hangs up where it refuses.
    }
  }

  private static SSLContext context(Identity identity) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "own", identity.key(), new char[0], identity.chain().toArray(X509Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
