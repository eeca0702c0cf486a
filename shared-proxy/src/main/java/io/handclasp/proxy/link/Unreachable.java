package io.handclasp.proxy.link;

import io.handclasp.handshake.tls.ClientTls;
import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.http.FailureKind;
import java.time.Duration;

/** Tells of an endpoint that no connection came up to. */
final class Unreachable {
  private Unreachable() {}

  /**
   * The failure of the exchanges that wait for it. Where TLS was meant to be, even a connection
   * that never came up has its handshake record.
   *
   * @param began the time of {@code System.nanoTime()} at which it was tried
   */
  static UpstreamFailure failure(
      EndpointConfig endpoint,
      LinkSettings settings,
      FailureKind kind,
      Throwable cause,
      long began) {
    ClientTls tls = settings.tlsTo(endpoint);
    String handshakeId =
        tls == null
            ? null
            : tls.connectFailed(
                    endpoint.address().host(),
                    endpoint.address().port(),
                    cause,
                    Duration.ofNanos(System.nanoTime() - began),
                    settings.handshakes())
                .id();
    return new UpstreamFailure(
        kind, UpstreamFailure.Repeat.SAFE, handshakeId, detail(endpoint, settings, kind, cause));
  }

  private static String detail(
      EndpointConfig endpoint, LinkSettings settings, FailureKind kind, Throwable cause) {
    Address address = endpoint.address();
    long millis = settings.timeouts().connect().toMillis();
    return switch (kind) {
      case CONNECT_REFUSED -> "nothing listens at " + address;
      case CONNECT_TIMEOUT -> "no connection to " + address + " within " + millis + " ms";
      case NAME_UNKNOWN -> "no address is known for " + address.host();
      case NAME_TIMEOUT -> "no address for " + address.host() + " within " + millis + " ms";
      default -> "no way to " + address + ": " + cause.getClass().getSimpleName();
    };
  }
}
