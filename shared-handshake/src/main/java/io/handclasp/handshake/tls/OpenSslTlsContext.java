package io.handclasp.handshake.tls;

import io.handclasp.handshake.observe.HandshakeWatch;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** BoringSSL through netty-tcnative. */
final class OpenSslTlsContext implements TlsContext {
  static final String NAME = "openssl";

  /** How long a session may be taken up again. */
  private static final long SESSION_SECONDS = 300;

  private final SslContext context;

  private OpenSslTlsContext(SslContext context) {
    this.context = context;
  }

  static OpenSslTlsContext server(TlsSettings settings, List<String> alpn, HandshakeWatch watch) {
    return build(
        SslContextBuilder.forServer(watch.keyManager()).clientAuth(ClientAuth.REQUIRE),
        settings,
        alpn,
        watch);
  }

  /** Takes up the sessions of others that have the same keys. */
  void share(TicketKeys keys, TlsMaterial material) {
    SharedSessions.configure(
        (OpenSslServerSessionContext) context.sessionContext(), keys, material);
  }

  /** Names are checked by the watch's trust manager, so the engine is not to check them too. */
  static OpenSslTlsContext client(TlsSettings settings, List<String> alpn, HandshakeWatch watch) {
    return build(
        SslContextBuilder.forClient()
            .keyManager(watch.keyManager())
            .endpointIdentificationAlgorithm(null),
        settings,
        alpn,
        watch);
  }

  private static OpenSslTlsContext build(
      SslContextBuilder builder, TlsSettings settings, List<String> alpn, HandshakeWatch watch) {
    Suites.check(settings, List.copyOf(OpenSsl.availableJavaCipherSuites()), NAME);
    builder
        .sslProvider(SslProvider.OPENSSL_REFCNT)
        .trustManager(watch.trustManager())
        .protocols(settings.protocols())
        .ciphers(Suites.of(settings), SupportedCipherSuiteFilter.INSTANCE)
        .sessionTimeout(SESSION_SECONDS)
        // The managers are quick: a task of its own would only cost turns of the loop.
        .option(OpenSslContextOption.USE_TASKS, false);
    if (!settings.groups().isEmpty()) {
      builder.option(OpenSslContextOption.GROUPS, settings.groups().toArray(String[]::new));
    }
    if (!alpn.isEmpty()) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              alpn));
    }
    try {
      SslContext context = builder.build();
      watch.openProtectedSteps(context);
      return new OpenSslTlsContext(context);
    } catch (SSLException e) {
      throw new IllegalArgumentException(
          "tls: provider openssl does not take these settings: " + e.getMessage(), e);
    }
  }

  @Override
  public String provider() {
    return NAME;
  }

  @Override
  public SslHandler newHandler(ByteBufAllocator allocator) {
    return context.newHandler(allocator);
  }

  @Override
  public SslHandler newHandler(
      ByteBufAllocator allocator, String peer, int port, @Nullable SNIHostName serverName) {
    SslHandler handler = context.newHandler(allocator, peer, port);
    if (serverName != null && !sentByItself(peer, serverName)) {
      SSLParameters parameters = handler.engine().getSSLParameters();
      parameters.setServerNames(List.of(serverName));
      handler.engine().setSSLParameters(parameters);
    }
    return handler;
  }

  /** Netty sends the peer's name where it has a dot; those of containers have none. */
  private static boolean sentByItself(String peer, SNIHostName serverName) {
    return peer.indexOf('.') > 0 && peer.equals(serverName.getAsciiName());
  }

  @Override
  public void close() {
    ReferenceCountUtil.release(context);
  }
}
