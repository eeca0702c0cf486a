package io.handclasp.proxy.trace;

import io.handclasp.proxy.config.TracingConfig;
import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.netty.util.AsciiString;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What one event loop does with the trace context of its requests. On that loop only. */
public final class Tracing {
  private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());

  /** A source of ids that no other loop and no other process has. */
  public Tracing() {}

  /**
   * The context that a request is to have: the caller's, or a new one.
   *
   * @return null where there is none
   */
  public @Nullable TraceContext of(Fields fields, TracingConfig config) {
    if (config.context() == TracingConfig.Context.IGNORE) {
      return null;
    }
    TraceContext caller = TraceContext.of(fields);
    if (caller == null) {
      return config.context() == TracingConfig.Context.BEGIN
          ? TraceContext.begin(random, isChosen(config.sample()))
          : null;
    }
    // Without a span of ours to be shown, the next hop is to see its caller's caller.
    return config.otlp() != null && caller.sampled() ? caller.child(random) : caller;
  }

  private boolean isChosen(double share) {
    return share > 0 && random.nextDouble() < share;
  }

  /** Has the fields say so; what the caller said and may not be believed goes. */
  public static void write(
      Fields fields, @Nullable TraceContext context, TracingConfig.Context mode) {
    if (mode == TracingConfig.Context.IGNORE) {
      return;
    }
    set(fields, FieldName.TRACEPARENT, context == null ? null : context.traceparent());
    set(fields, FieldName.TRACESTATE, context == null ? null : context.state());
  }

  @SuppressWarnings("ReferenceEquality") // the very line that was read stays where it is
  private static void set(Fields fields, AsciiString name, @Nullable AsciiString value) {
    AsciiString present = fields.get(name);
    if (present == value) {
      return;
    }
    if (value == null) {
      fields.remove(name);
    } else {
      fields.set(name, value);
    }
  }
}
