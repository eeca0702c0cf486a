package io.handclasp.proxy.admin;

import io.handclasp.handshake.journal.RecentHandshakes.Entry;
import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.HandshakeRecord;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A handshake in a line: what a list shows of it. */
final class HandshakeSummary {
  private static final int LONGEST_TEXT = 200;

  private HandshakeSummary() {}

  static void write(Json json, Entry entry) throws IOException {
    HandshakeRecord handshake = entry.handshake();
    json.number("number", entry.number())
        .text("id", handshake.id())
        .text("side", handshake.role().word())
        .number("conn", handshake.connection())
        .time("started_at", handshake.startedAt())
        .number("took_us", handshake.took().toNanos() / 1_000)
        .text("outcome", handshake.outcome().word())
        .text("phase", handshake.phase())
        .text("cause", handshake.cause())
        .text("fault", handshake.fault() == null ? null : handshake.fault().word())
        .text("certainty", handshake.certainty() == null ? null : handshake.certainty().word())
        .text("detail", shortened(handshake.detail()))
        .text("peer", shortened(peer(handshake)))
        .text("remote", handshake.remote())
        .text("sni", shortened(handshake.negotiated().serverName()))
        .text("version", handshake.negotiated().version())
        .text("suite", handshake.negotiated().suite())
        .text("group", handshake.negotiated().group())
        .text("alpn", handshake.negotiated().protocol())
        .flag("resumed", handshake.negotiated().resumed())
        .text("alert", handshake.alert() == null ? null : handshake.alert().name())
        .texts("warnings", handshake.warnings());
  }

  static byte[] document(Entry entry) {
    return Json.object(json -> write(json, entry));
  }

  /** Subject of the certificate that the peer showed; null where it showed none. */
  static @Nullable String peer(HandshakeRecord handshake) {
    List<CertificateNote> chain = handshake.peerChain();
    return chain.isEmpty() ? null : chain.get(0).subject();
  }

  private static @Nullable String shortened(@Nullable String text) {
    return text == null || text.length() <= LONGEST_TEXT
        ? text
        : text.substring(0, LONGEST_TEXT) + "…";
  }
}
