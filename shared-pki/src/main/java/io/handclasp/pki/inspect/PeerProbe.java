package io.handclasp.pki.inspect;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Asks a TLS server for its certificates, as they are: nothing is trusted, nothing is sent over the
 * connection but the handshake. Blocks the calling thread for at most the given time per step.
 */
public final class PeerProbe {
  private PeerProbe() {}

  /**
   * Starts a handshake with a server and notes what it shows.
   *
   * @param host a name or address
   * @param port its TLS port
   * @param timeout longest wait for the connection, and for each answer
   * @throws IOException where no connection comes about, or nothing like TLS answers; a server that
   *     refuses because no client certificate is shown still tells its own
   */
  public static PeerReport probe(String host, int port, Duration timeout) throws IOException {
    Witness witness = new Witness();
    int millis = Math.toIntExact(timeout.toMillis());
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(host, port), millis);
      plain.setSoTimeout(millis);
      SSLSocket socket =
          (SSLSocket) context(witness).getSocketFactory().createSocket(plain, host, port, false);
      nameServer(socket, host);
      boolean completed = handshake(socket, witness);
      return new PeerReport(
          witness.chain,
          witness.asked,
          witness.authorities,
          completed ? socket.getSession().getProtocol() : null);
    }
  }

  private static boolean handshake(SSLSocket socket, Witness witness) throws IOException {
    try {
      socket.startHandshake();
      return true;
    } catch (IOException e) {
      if (witness.chain.isEmpty()) {
        throw e;
      }
      // It showed its chain and then refused ours, which is none: that is all we came for.
      return false;
    }
  }

  private static void nameServer(SSLSocket socket, String host) {
    SSLParameters parameters = socket.getSSLParameters();
    boolean address = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    if (!address) {
      parameters.setServerNames(List.of(new SNIHostName(host)));
    }
    socket.setSSLParameters(parameters);
  }

  private static SSLContext context(Witness witness) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {witness},
          new TrustManager[] {new AcceptAll(witness)},
          new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  /**
   * What a server showed.
   *
   * @param chain its certificates in the order in which it sent them
   * @param asksForCertificate true where it asked for a client certificate
   * @param authorities the names of the authorities that it asked for; may be empty
   * @param protocol the TLS version; null where the handshake ended before its end
   */
  public record PeerReport(
      List<X509Certificate> chain,
      boolean asksForCertificate,
      List<String> authorities,
      @Nullable String protocol) {
    /** Copies. */
    public PeerReport {
      chain = List.copyOf(chain);
      authorities = List.copyOf(authorities);
    }
  }

  /** Notes what the handshake passes by; confined to the probing thread. */
  private static final class Witness extends X509ExtendedKeyManager {
    private List<X509Certificate> chain = List.of();
    private boolean asked;
    private List<String> authorities = List.of();

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      asked = true;
      if (issuers != null) {
        authorities = Arrays.stream(issuers).map(Principal::getName).distinct().toList();
      }
      return null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
        String[] keyType, Principal @Nullable [] issuers, SSLEngine engine) {
      return chooseClientAlias(keyType, issuers, null);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
      return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      return null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      return null;
    }
  }

  /** Trusts whatever is shown: the probe reports, it does not judge and sends nothing. */
  private static final class AcceptAll extends X509ExtendedTrustManager {
    private final Witness witness;

    private AcceptAll(Witness witness) {
      this.witness = witness;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      witness.chain = List.of(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
      checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
      throw new UnsupportedOperationException("a probe is never a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
      checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
