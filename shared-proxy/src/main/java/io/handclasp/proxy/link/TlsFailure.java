package io.handclasp.proxy.link;

import io.handclasp.handshake.record.AlertNote;
import io.handclasp.handshake.record.Ending;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.TrustNote;
import io.handclasp.handshake.tls.TlsFailed;
import io.handclasp.proxy.http.FailureKind;

/** Turns a failed handshake into the failure of the exchanges that waited for it. */
final class TlsFailure {
  private TlsFailure() {}

  static UpstreamFailure of(TlsFailed failed, UpstreamFailure.Repeat repeat) {
    HandshakeRecord handshake = failed.handshake();
    return new UpstreamFailure(kindOf(handshake), repeat, handshake.id(), handshake.cause());
  }

  private static FailureKind kindOf(HandshakeRecord handshake) {
    if (handshake.ending() == Ending.TIMED_OUT) {
      return FailureKind.TLS_TIMEOUT;
    }
    TrustNote trust = handshake.trust();
    if (trust != null && !trust.accepted()) {
      return FailureKind.TLS_CERTIFICATE;
    }
    if (handshake.ending() == Ending.TIMED_OUT) {
      return FailureKind.TLS_TIMEOUT;
    }
    AlertNote alert = handshake.alert();
    return alert != null && !alert.sent() ? FailureKind.TLS_REFUSED : FailureKind.TLS_FAILED;
  }
}
