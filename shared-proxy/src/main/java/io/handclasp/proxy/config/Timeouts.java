package io.handclasp.proxy.config;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param connect opening a TCP connection to an endpoint
 * @param handshake a TLS handshake, either side
 * @param header from the first byte of a request to the end of its head (else 408)
 * @param idle a downstream connection without a request
 * @param body without progress while a body is on its way
 * @param response from the end of the request to the head of the response (else 504)
 * @param linkIdle an upstream connection without a request
 * @param drain from SIGTERM until what is left is cut
 * @param warmUp what a start may spend on running its own path; zero means nothing
 * @param names how long the addresses of a name serve before it is looked up anew
 * @param tunnel an upgraded connection that carries nothing either way; zero means no limit
 */
public record Timeouts(
    Duration connect,
    Duration handshake,
    Duration header,
    Duration idle,
    Duration body,
    Duration response,
    Duration linkIdle,
    Duration drain,
    Duration warmUp,
    Duration names,
    Duration tunnel) {
  /** Without a warm-up, and with names and tunnels as usual. */
  public Timeouts(
      Duration connect,
      Duration handshake,
      Duration header,
      Duration idle,
      Duration body,
      Duration response,
      Duration linkIdle,
      Duration drain) {
    this(
        connect,
        handshake,
        header,
        idle,
        body,
        response,
        linkIdle,
        drain,
        Duration.ZERO,
        Duration.ofSeconds(10),
        Duration.ofHours(1));
  }

  /** Fits services that talk to services. */
  public static Timeouts defaults() {
    return new Timeouts(
        Duration.ofSeconds(3),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(75),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofMillis(400),
        Duration.ofSeconds(10),
        Duration.ofHours(1));
  }
}
