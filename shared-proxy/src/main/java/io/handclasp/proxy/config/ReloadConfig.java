package io.handclasp.proxy.config;

import java.time.Duration;

/**
 * How changed files take effect. SIGHUP reloads whatever stands here.
 *
 * @param watch whether the content of the files is compared from time to time
 * @param interval how often; a change is taken up once two looks in a row saw the same content
 * @param retire how long connections of the old identity or trust may go on after a switch
 */
public record ReloadConfig(boolean watch, Duration interval, Duration retire) {
  /** Looks every two seconds, retires within 30 seconds. */
  public static ReloadConfig defaults() {
    return new ReloadConfig(true, Duration.ofSeconds(2), Duration.ofSeconds(30));
  }
}
