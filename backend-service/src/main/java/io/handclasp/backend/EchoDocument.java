package io.handclasp.backend;

import io.handclasp.handshake.tls.PeerIdentity;
import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.proxy.http.Caller;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.RequestHead;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON text of the echo: the head's part made at once, the body's part added at its end. */
final class EchoDocument {
  private final JsonText json = new JsonText();

  EchoDocument(RequestHead head, Caller caller) {
    json.beginObject()
        .member("service", "echo")
        .member("method", head.method())
        .member("authority", head.authority())
        .member("path", head.target())
        .member("protocol", head.protocol().text());
    headers(head.fields());
    json.key("connection").number(caller.connection()).member("remote", caller.remote().toString());
    if (caller.handshakeId() != null) {
      json.member("handshake", caller.handshakeId());
    }
    peer(caller.peer());
  }

  /** The whole text; to be asked for once. */
  String with(long bytes, String sha256) {
    json.key("body").beginObject().key("size").number(bytes).member("sha256", sha256).endObject();
    return json.endObject().end();
  }

  /** Names may come several times, so that each has a list of values. */
  private void headers(Fields fields) {
    Map<AsciiString, List<AsciiString>> values = new LinkedHashMap<>();
    for (int line = 0; line < fields.size(); line++) {
      values.computeIfAbsent(fields.name(line), name -> new ArrayList<>()).add(fields.value(line));
    }
    json.key("headers").beginObject();
    values.forEach((name, all) -> json.key(name).texts(all));
    json.endObject();
  }

  private void peer(@Nullable PeerIdentity peer) {
    if (peer == null) {
      return;
    }
    CertificateFacts facts = CertificateFacts.of(peer.leaf());
    json.key("peer")
        .beginObject()
        .member("subject", facts.subject())
        .member("issuer", facts.issuer())
        .member("serial", facts.serial())
        .key("names")
        .texts(facts.names())
        .member("notAfter", facts.notAfter().toString())
        .member("sha256", facts.sha256())
        .endObject();
  }
}
