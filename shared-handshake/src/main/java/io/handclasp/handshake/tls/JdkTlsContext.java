package io.handclasp.handshake.tls;

import io.handclasp.handshake.observe.HandshakeWatch;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.lang.reflect.Method;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's own TLS. Engines are made here and not through Netty's context, so that the managers
 * are handed the very engine that the connection's handler has.
 */
final class JdkTlsContext implements TlsContext {
  static final String NAME = "jdk";

  private static final int SESSION_SECONDS = 300;

  private final SSLContext context;
  private final TlsSettings settings;
  private final List<String> suites;
  private final List<String> alpn;
  private final boolean client;

  private JdkTlsContext(
      SSLContext context, TlsSettings settings, List<String> alpn, boolean client) {
    this.context = context;
    this.settings = settings;
    this.alpn = alpn;
    this.client = client;
    List<String> supported = List.of(context.getSupportedSSLParameters().getCipherSuites());
    Suites.check(settings, supported, NAME);
    this.suites = Suites.of(settings).stream().filter(supported::contains).toList();
  }

  static JdkTlsContext server(TlsSettings settings, List<String> alpn, HandshakeWatch watch) {
    return build(settings, alpn, watch, false);
  }

  static JdkTlsContext client(TlsSettings settings, List<String> alpn, HandshakeWatch watch) {
    return build(settings, alpn, watch, true);
  }

  private static JdkTlsContext build(
      TlsSettings settings, List<String> alpn, HandshakeWatch watch, boolean client) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {watch.keyManager()}, new TrustManager[] {watch.trustManager()}, null);
      (client ? context.getClientSessionContext() : context.getServerSessionContext())
          .setSessionTimeout(SESSION_SECONDS);
      JdkTlsContext built = new JdkTlsContext(context, settings, alpn, client);
      built.configure(context.createSSLEngine(), null);
      return built;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "tls: provider jdk does not take these settings: " + e.getMessage(), e);
    }
  }

  @Override
  public String provider() {
    return NAME;
  }

  @Override
  public SslHandler newHandler(ByteBufAllocator allocator) {
    SSLEngine engine = context.createSSLEngine();
    configure(engine, null);
    return new SslHandler(engine);
  }

  @Override
  public SslHandler newHandler(
      ByteBufAllocator allocator, String peer, int port, @Nullable SNIHostName serverName) {
    SSLEngine engine = context.createSSLEngine(peer, port);
    configure(engine, serverName);
    return new SslHandler(engine);
  }

  private void configure(SSLEngine engine, @Nullable SNIHostName name) {
    engine.setUseClientMode(client);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(settings.protocols().toArray(String[]::new));
    parameters.setCipherSuites(suites.toArray(String[]::new));
    parameters.setApplicationProtocols(alpn.toArray(String[]::new));
    if (client) {
      parameters.setServerNames(name == null ? List.of() : List.of(name));
    }
    if (!client) {
      parameters.setNeedClientAuth(true);
      parameters.setUseCipherSuitesOrder(true);
    }
    if (!settings.groups().isEmpty()) {
      setGroups(parameters);
    }
    engine.setSSLParameters(parameters);
  }

  /** {@code SSLParameters.setNamedGroups} came with Java 20; this is built for 17. */
  private void setGroups(SSLParameters parameters) {
    String[] groups = settings.groups().toArray(String[]::new);
    try {
      Method setter = SSLParameters.class.getMethod("setNamedGroups", String[].class);
      setter.invoke(parameters, (Object) groups);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "groups: "
              + Arrays.toString(groups)
              + " cannot be set with provider jdk on this Java (expected: provider openssl, Java"
              + " 20 or newer, or -Djdk.tls.namedGroups)",
          e);
    }
  }

  @Override
  public void close() {
    // The garbage collector has it.
  }
}
