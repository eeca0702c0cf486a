package io.handclasp.proxy.trace;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.config.TracingConfig;
import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.netty.util.AsciiString;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String GOOD = "00-" + TRACE + "-" + SPAN + "-01";

  private final Tracing tracing = new Tracing();

  @Test
  void isReadAndPassedOnUnchanged() {
    Fields fields = fields(GOOD, "congo=t61rcWkgMzE, rojo=00f067aa0ba902b7");

    TraceContext context = apply(fields, TracingConfig.defaults());

    assertThat(context.traceId()).hasToString(TRACE);
    assertThat(context.spanId()).hasToString(SPAN);
    assertThat(context.sampled()).isTrue();
    assertThat(sent(fields)).isEqualTo(GOOD);
    assertThat(String.valueOf(fields.get(FieldName.TRACESTATE)))
        .isEqualTo("congo=t61rcWkgMzE, rojo=00f067aa0ba902b7");
  }

  @Test
  void ofALaterVersionIsReadByItsBeginning() {
    String later = "cc-" + TRACE + "-" + SPAN + "-00-what-the-future-holds";

    TraceContext context = requireNonNull(TraceContext.of(fields(later, null)));

    assertThat(context.traceId()).hasToString(TRACE);
    assertThat(context.sampled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-" + TRACE + "-" + SPAN,
        "00-" + TRACE + "-" + SPAN + "-0",
        "00-" + TRACE + "-" + SPAN + "-01-more",
        "cc-" + TRACE + "-" + SPAN + "-01.more",
        "ff-" + TRACE + "-" + SPAN + "-01",
        "0x-" + TRACE + "-" + SPAN + "-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00_" + TRACE + "-" + SPAN + "-01",
        "00-" + TRACE + "-" + SPAN + "-0g",
        " 00-" + TRACE + "-" + SPAN + "-01"
      })
  void thatIsMalformedIsReplacedWithItsState(String malformed) {
    Fields fields = fields(malformed, "congo=1");

    TraceContext context = apply(fields, TracingConfig.defaults());

    assertThat(context.traceId()).isNotEqualTo(TRACE).hasToString(sent(fields).substring(3, 35));
    assertThat(sent(fields)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
    assertThat(fields.contains(FieldName.TRACESTATE)).isFalse();
  }

  @Test
  void thatIsSaidTwiceIsReplaced() {
    Fields fields = fields(GOOD, null);
    fields.add(FieldName.TRACEPARENT, new AsciiString(GOOD));

    apply(fields, TracingConfig.defaults());

    assertThat(sent(fields)).doesNotContain(TRACE);
    assertThat(fields.size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1", "Key=1", "a=b=c", "novalue", "k\u00e9y=1", ",,", "a=\u0007b"})
  void keepsTheTraceAndDropsAStateThatIsMalformed(String state) {
    Fields fields = fields(GOOD, state);

    apply(fields, TracingConfig.defaults());

    assertThat(sent(fields)).isEqualTo(GOOD);
    assertThat(fields.contains(FieldName.TRACESTATE)).isFalse();
  }

  @Test
  void joinsTheLinesOfAState() {
    Fields fields = fields(GOOD, "a=1");
    fields.add(FieldName.TRACESTATE, new AsciiString("b@tenant=2"));

    apply(fields, TracingConfig.defaults());

    assertThat(String.valueOf(fields.get(FieldName.TRACESTATE))).isEqualTo("a=1,b@tenant=2");
    assertThat(fields.size()).isEqualTo(2);
  }

  @Test
  void dropsAStateOfMoreThan32Members() {
    Fields fields = fields(GOOD, "a=1,".repeat(33));

    apply(fields, TracingConfig.defaults());

    assertThat(fields.contains(FieldName.TRACESTATE)).isFalse();
  }

  @Test
  void isBegunWithNewIdsEachTime() {
    Fields one = new Fields();
    Fields other = new Fields();

    apply(one, TracingConfig.defaults());
    apply(other, TracingConfig.defaults());

    assertThat(sent(one)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00").isNotEqualTo(sent(other));
  }

  @Test
  void isSampledAsOftenAsConfigured() {
    TracingConfig always = new TracingConfig(TracingConfig.Context.BEGIN, 1, null);

    assertThat(requireNonNull(tracing.of(new Fields(), always)).sampled()).isTrue();
  }

  @Test
  void isNotBegunWhereOnlyPassingOnIsWanted() {
    TracingConfig pass = new TracingConfig(TracingConfig.Context.PASS, 0, null);
    Fields none = new Fields();
    Fields malformed = fields("nonsense", "a=1");

    assertThat(tracing.of(none, pass)).isNull();
    Tracing.write(none, null, pass.context());
    Tracing.write(malformed, tracing.of(malformed, pass), pass.context());

    assertThat(none.size()).isZero();
    assertThat(malformed.size()).isZero();
  }

  @Test
  void isForwardedUnreadWhereItIsIgnored() {
    TracingConfig ignore = new TracingConfig(TracingConfig.Context.IGNORE, 0, null);
    Fields fields = fields("nonsense", "a=1");

    assertThat(tracing.of(fields, ignore)).isNull();
    Tracing.write(fields, null, ignore.context());

    assertThat(sent(fields)).isEqualTo("nonsense");
  }

  @Test
  void showsTheNextHopASpanOfOursWhereSpansAreMade() {
    TracingConfig spans =
        new TracingConfig(TracingConfig.Context.BEGIN, 0, URI.create("http://127.0.0.1:1"));
    Fields sampled = fields(GOOD, null);
    Fields unsampled = fields("00-" + TRACE + "-" + SPAN + "-00", null);

    TraceContext context = apply(sampled, spans);
    apply(unsampled, spans);

    assertThat(sent(sampled)).startsWith("00-" + TRACE + "-").endsWith("-01").isNotEqualTo(GOOD);
    assertThat(context.callerSpanId()).hasToString(SPAN);
    assertThat(sent(unsampled)).contains(SPAN);
  }

  private TraceContext apply(Fields fields, TracingConfig config) {
    TraceContext context = requireNonNull(tracing.of(fields, config));
    Tracing.write(fields, context, config.context());
    return context;
  }

  private static String sent(Fields fields) {
    return requireNonNull(fields.get(FieldName.TRACEPARENT)).toString();
  }

  private static Fields fields(String traceparent, @Nullable String tracestate) {
    Fields fields = new Fields();
    fields.add(FieldName.TRACEPARENT, new AsciiString(traceparent));
    if (tracestate != null) {
      fields.add(FieldName.TRACESTATE, new AsciiString(tracestate));
    }
    return fields;
  }
}
