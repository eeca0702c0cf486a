package io.handclasp.proxy.admin;

import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.record.Fault;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.verdict.Cause;
import io.handclasp.handshake.verdict.Cure;
import io.handclasp.handshake.verdict.Cures;
import io.handclasp.handshake.view.Sides;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what a handshake ended with, why, on whose side the cure lies, and the cure. */
final class Verdicts {
  private Verdicts() {}

  static void write(Json json, JoinedHandshake joined) throws IOException {
    HandshakeRecord best = joined.best();
    json.text("outcome", best.outcome().word())
        .text("cause", best.cause())
        .texts("also_causes", best.alsoCauses())
        .text("at_fault", atFault(best))
        .text("certainty", best.certainty() == null ? null : best.certainty().word())
        .text("told_by", best.role().word())
        .text("detail", best.detail())
        .texts("evidence", best.evidence())
        .texts("warnings", best.warnings());
    title(json, best.cause());
    cures(json, joined);
    for (HandshakeRecord end : joined.ends()) {
      if (end.role() != best.role()) {
        json.texts("other_evidence", end.evidence()).text("other_detail", end.detail());
      }
    }
  }

  private static void title(Json json, String code) throws IOException {
    String title = Cause.ofCode(code).map(Cause::sentence).orElse(null);
    json.text("title", title);
  }

  private static void cures(Json json, JoinedHandshake joined) throws IOException {
    HandshakeRecord best = joined.best();
    List<Cure> cures = new ArrayList<>(Cures.of(best, joined.ends()));
    for (String warning : best.warnings()) {
      cures.addAll(Cures.of(warning, best, joined.ends()));
    }
    json.objects(
        "cures",
        cures,
        (item, cure) ->
            item.text("side", Sides.word(cure.side(), best.role()))
                .text("what", cure.what())
                .texts("pki", cure.pki())
                .texts("tools", cure.tools()));
  }

  /** {@code client}, {@code server}, {@code network} or {@code unknown}, whoever told it. */
  private static @Nullable String atFault(HandshakeRecord handshake) {
    Fault fault = handshake.fault();
    return fault == null ? null : Sides.word(fault, handshake.role());
  }
}
