package io.handclasp.proxy.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a route deals with its endpoints.
 *
 * @param balance which endpoint the next request goes to
 * @param concurrent most requests of the route under way at once; 0 means no limit
 * @param patience how long a request may wait for its turn under that limit (else 503)
 * @param ejectAfter failures in a row after which an endpoint of several gets no requests; 0 means
 *     never
 * @param ejectFor for how long
 * @param health what asks endpoints how they are; null means nothing
 */
public record UpstreamConfig(
    Balance balance,
    int concurrent,
    Duration patience,
    int ejectAfter,
    Duration ejectFor,
    @Nullable HealthConfig health) {
  /** How endpoints take turns. */
  public enum Balance {
    /** One after the other. */
    ROUND_ROBIN,
    /** The one with the fewest requests under way. */
    LEAST_OUTSTANDING
  }

  /**
   * A request that is sent to each endpoint again and again, by each worker.
   *
   * @param path its path and query; any status below 400 is well
   * @param interval from one to the next
   * @param timeout how long the answer may take
   * @param down failures in a row until the endpoint gets no requests
   * @param up good answers in a row until it gets them again
   */
  public record HealthConfig(String path, Duration interval, Duration timeout, int down, int up) {}

  /** In turn, without limit, ejecting for 10 seconds after three failures. */
  public static UpstreamConfig defaults() {
    return new UpstreamConfig(
        Balance.ROUND_ROBIN, 0, Duration.ofSeconds(1), 3, Duration.ofSeconds(10), null);
  }
}
