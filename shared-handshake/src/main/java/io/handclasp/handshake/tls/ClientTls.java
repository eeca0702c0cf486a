package io.handclasp.handshake.tls;

import io.handclasp.handshake.observe.HandshakeWatch;
import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.HandshakeVerdict;
import io.handclasp.handshake.record.Role;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.List;

/**
 * The TLS towards peers in one epoch: contexts built once, used by every opened connection. Safe
 * for use by many threads.
 */
public final class ClientTls implements AutoCloseable {
  private final TlsContext context;
  private final HandshakeWatch watch;
  private final long timeoutMillis;

  private ClientTls(TlsContext context, HandshakeWatch watch, TlsSettings settings) {
    this.context = context;
    this.watch = watch;
    this.timeoutMillis = settings.handshakeTimeout().toMillis();
  }

  /** As {@link ServerTls#build}, for the side that opens connections. */
  public static ClientTls build(
      TlsSettings settings,
      TlsMaterial material,
      List<String> alpn,
      long epoch,
      HandshakeVerdict verdict) {
    boolean openssl = TlsProviders.useOpenSsl(settings.provider());
    HandshakeWatch watch =
        new HandshakeWatch(
            Role.CLIENT,
            openssl ? OpenSslTlsContext.NAME : JdkTlsContext.NAME,
            material.identity(),
            material.judge(),
            epoch,
            verdict);
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
   * @param host for SNI (where it is a name) and session resumption
   * @param port for session resumption
   * @param expectedName what the server's certificate must carry, DNS name or IP address
   * @param listener is given the connection's one record, whatever becomes of it
   */
  public void addTo(
      Channel channel, String host, int port, String expectedName, HandshakeListener listener) {
    SslHandler tls = context.newHandler(channel.alloc(), host, port);
    tls.setHandshakeTimeoutMillis(timeoutMillis);
    TlsPipeline.add(
        channel.pipeline(), tls, watch.observe(channel, tls.engine(), expectedName, listener));
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
