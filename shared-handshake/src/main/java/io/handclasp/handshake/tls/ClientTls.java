package io.handclasp.handshake.tls;

import io.handclasp.handshake.observe.HandshakeWatch;
import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.HandshakeVerdict;
import io.handclasp.handshake.record.Role;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The TLS towards peers in one epoch: contexts built once, used by every opened connection. Safe
 * for use by many threads.
 */
public final class ClientTls implements AutoCloseable {
  private final TlsContext context;
  private final HandshakeWatch watch;
  private final long timeoutMillis;
  private final boolean oneWay;

  private ClientTls(TlsContext context, HandshakeWatch watch, TlsSettings settings) {
    this.context = context;
    this.watch = watch;
    this.timeoutMillis = settings.handshakeTimeout().toMillis();
    this.oneWay = settings.oneWay();
  }

  /** As {@link ServerTls#build}, for the side that opens connections. */
  public static ClientTls build(
      TlsSettings settings,
      TlsMaterial material,
      List<String> alpn,
      long epoch,
      HandshakeVerdict verdict) {
    return build(settings, material, alpn, epoch, verdict, InstantSource.system());
  }

  /**
   * The same.
   *
   * @param keyLog is given the secrets of all connections; null for none
   */
  public static ClientTls build(
      TlsSettings settings,
      TlsMaterial material,
      List<String> alpn,
      long epoch,
      HandshakeVerdict verdict,
      @Nullable KeyLogFile keyLog) {
    ClientTls built = build(settings, material, alpn, epoch, verdict, InstantSource.system());
    if (keyLog != null) {
      built.watch.tellSecrets(keyLog::write);
    }
    return built;
  }

  /** The same by another clock. */
  static ClientTls build(
      TlsSettings settings,
      TlsMaterial material,
      List<String> alpn,
      long epoch,
      HandshakeVerdict verdict,
      InstantSource clock) {
    boolean openssl = TlsProviders.useOpenSsl(settings.provider(), material);
    OwnKeys.check(material, openssl);
    HandshakeWatch watch =
        new HandshakeWatch(
            Role.CLIENT,
            openssl ? OpenSslTlsContext.NAME : JdkTlsContext.NAME,
            material.identity(),
            List.of(),
            material.judge(),
            epoch,
            verdict,
            clock);
    TlsContext context =
        openssl
            ? OpenSslTlsContext.client(settings, alpn, watch)
            : JdkTlsContext.client(settings, alpn, watch);
    return new ClientTls(context, watch, settings);
  }

  /**
   * Adds the tap, the TLS handler and what observes them at the end of the pipeline of a new
   * channel, connected or not. Handlers added behind see plain bytes and {@link TlsEstablished} or
   * {@link TlsFailed}. To be called on the channel's event loop, as in its initializer.
   *
   * <p>Where the channel never comes up, {@link #connectFailed} makes the record instead.
   *
   * @param host as configured; for SNI where it is a name and {@code expectedName} is none
   * @param port for taking up sessions
   * @param expectedName what the server's certificate must carry, DNS name or IP address; a name is
   *     sent as SNI
   * @param listener is given the connection's one record, whatever becomes of it
   */
  public void addTo(
      Channel channel, String host, int port, String expectedName, HandshakeListener listener) {
    // A session must not be taken up for another name than it was checked for.
    String peer = host.equals(expectedName) ? host : expectedName + "@" + host;
    SslHandler tls =
        context.newHandler(channel.alloc(), peer, port, ServerNames.of(expectedName, host));
    tls.setHandshakeTimeoutMillis(timeoutMillis);
    TlsPipeline.add(
        channel.pipeline(),
        tls,
        watch.observe(channel, tls.engine(), expectedName, oneWay, listener));
  }

  /**
   * Reports a connection that never came up: its name did not resolve or TCP failed. Whoever opens
   * connections calls it instead of what the tap would have told, so that each attempt has its
   * record.
   *
   * @param host as configured
   * @param cause what the resolver or the connect attempt failed with
   * @param took since the attempt began
   * @return the record that {@code listener} was given
   */
  public HandshakeRecord connectFailed(
      String host, int port, Throwable cause, Duration took, HandshakeListener listener) {
    return watch.connectFailed(host, port, cause, took, listener);
  }

  /** Which implementation was chosen: {@code openssl} or {@code jdk}. */
  public String provider() {
    return context.provider();
  }

  /** Releases the contexts; connections that use them go on. */
  @Override
  public void close() {
    context.close();
  }
}
