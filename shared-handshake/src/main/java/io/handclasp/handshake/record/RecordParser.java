package io.handclasp.handshake.record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a record of what was read. */
final class RecordParser {
  private RecordParser() {}

  static HandshakeRecord read(JsonTree in) throws RecordFormatException {
    return new HandshakeRecord(
        in.required("id"),
        in.optional("random"),
        in.number("conn"),
        word(Role.values(), Role::word, in.required("side"), "side"),
        in.text("provider"),
        in.text("local"),
        in.text("remote"),
        in.moment("started_at"),
        in.micros("took_us"),
        word(Outcome.values(), Outcome::word, in.required("outcome"), "outcome"),
        word(Ending.values(), Ending::word, in.required("ending"), "ending"),
        in.text("cause"),
        in.texts("also_causes"),
        optionalWord(Fault.values(), Fault::word, in.optional("fault"), "fault"),
        optionalWord(Certainty.values(), Certainty::word, in.optional("certainty"), "certainty"),
        in.text("phase"),
        in.optional("detail"),
        in.texts("evidence"),
        alert(in),
        steps(in.objects("steps")),
        negotiated(in.object("negotiated")),
        chain(in.objects("own_chain")),
        chain(in.objects("peer_chain")),
        in.has("trust") ? trust(in.object("trust")) : null,
        phases(in.object("phases_us")),
        in.texts("warnings"),
        stores(in.object("own_stores")));
  }

  private static OwnStores stores(JsonTree in) {
    return new OwnStores(store(in, "key"), store(in, "trust"));
  }

  private static @Nullable StoreName store(JsonTree in, String field) {
    JsonTree store = in.object(field);
    return in.has(field) ? new StoreName(store.text("file"), store.optional("password")) : null;
  }

  private static @Nullable AlertNote alert(JsonTree in) {
    JsonTree alert = in.object("alert");
    return in.has("alert")
        ? new AlertNote(
            alert.flag("sent"),
            (int) alert.number("level"),
            (int) alert.number("code"),
            alert.text("name"))
        : null;
  }

  private static List<Step> steps(List<JsonTree> in) {
    List<Step> steps = new ArrayList<>(in.size());
    for (JsonTree step : in) {
      steps.add(
          new Step(
              kind(step.text("kind")),
              step.flag("sent"),
              (int) step.number("bytes"),
              step.micros("at_us"),
              step.optional("note")));
    }
    return steps;
  }

  /** A kind that a newer program wrote is something else to this one. */
  private static Step.Kind kind(String word) {
    for (Step.Kind kind : Step.Kind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    return Step.Kind.OTHER;
  }

  private static Negotiated negotiated(JsonTree in) {
    return new Negotiated(
        in.texts("offered_versions"),
        in.texts("offered_suites"),
        in.texts("offered_groups"),
        in.texts("offered_schemes"),
        in.texts("offered_alpn"),
        in.optional("sni"),
        in.optional("version"),
        in.optional("suite"),
        in.optional("group"),
        in.optional("scheme"),
        in.optional("alpn"),
        in.flag("resumed"),
        in.texts("requested_authorities"),
        in.texts("requested_schemes"),
        in.optionalFlag("certificate_requested"));
  }

  private static List<CertificateNote> chain(List<JsonTree> in) throws RecordFormatException {
    List<CertificateNote> chain = new ArrayList<>(in.size());
    for (JsonTree certificate : in) {
      chain.add(certificate(certificate));
    }
    return chain;
  }

  private static CertificateNote certificate(JsonTree in) throws RecordFormatException {
    return new CertificateNote(
        in.text("subject"),
        in.text("issuer"),
        in.text("serial"),
        in.moment("not_before"),
        in.moment("not_after"),
        in.texts("names"),
        in.texts("key_usage"),
        in.texts("extended_key_usage"),
        in.text("key_type"),
        in.text("signature_algorithm"),
        in.flag("authority"),
        in.text("sha256"));
  }

  private static TrustNote trust(JsonTree in) {
    return new TrustNote(
        in.flag("accepted"),
        in.optional("expected_name"),
        in.optional("anchor"),
        in.texts("trusted"),
        reasons(in.objects("refusals")),
        reasons(in.objects("warnings")),
        in.optional("revocation"),
        in.number("epoch"));
  }

  private static List<TrustNote.Reason> reasons(List<JsonTree> in) {
    List<TrustNote.Reason> reasons = new ArrayList<>(in.size());
    for (JsonTree reason : in) {
      reasons.add(
          new TrustNote.Reason(
              reason.text("code"), reason.text("detail"), reason.optional("sha256")));
    }
    return reasons;
  }

  private static Map<String, Duration> phases(JsonTree in) {
    Map<String, Duration> phases = new LinkedHashMap<>();
    for (String phase : in.names()) {
      phases.put(phase, in.micros(phase));
    }
    return phases;
  }

  private static <E> @Nullable E optionalWord(
      E[] values, Function<E, String> wordOf, @Nullable String word, String field)
      throws RecordFormatException {
    return word == null ? null : word(values, wordOf, word, field);
  }

  private static <E> E word(E[] values, Function<E, String> wordOf, String word, String field)
      throws RecordFormatException {
    for (E value : values) {
      if (wordOf.apply(value).equals(word)) {
        return value;
      }
    }
    throw new RecordFormatException(field + ": unknown word " + word, null);
  }
}
