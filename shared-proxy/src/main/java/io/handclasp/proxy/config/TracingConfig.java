package io.handclasp.proxy.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What is done for distributed tracing.
 *
 * @param context what becomes of {@code traceparent} and {@code tracestate}
 * @param sample share of the traces begun here that are marked to be recorded, 0 to 1
 * @param otlp where spans are sent by OTLP over HTTP; null means that none are made
 */
public record TracingConfig(Context context, double sample, @Nullable URI otlp) {
  /** Checks. */
  public TracingConfig {
    if (!(sample >= 0 && sample <= 1)) {
      throw new IllegalArgumentException("sample: " + sample + " (expected: 0 to 1)");
    }
  }

  /** Passed on where the caller has one, else begun, and nothing recorded. */
  public static TracingConfig defaults() {
    return new TracingConfig(Context.BEGIN, 0, null);
  }

  /** What becomes of the trace context. */
  public enum Context {
    /** Passed on, and begun where the caller has none. */
    BEGIN,
    /** Passed on where the caller has one. */
    PASS,
    /** Forwarded as any other field, unread. */
    IGNORE
  }
}
