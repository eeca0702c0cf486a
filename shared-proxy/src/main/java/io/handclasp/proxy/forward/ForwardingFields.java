package io.handclasp.proxy.forward;

import static java.util.Objects.requireNonNull;

import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.ForwardingConfig;
import io.handclasp.proxy.http.Caller;
import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.Scheme;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * What the requests of a downstream connection say of their way (RFC 9110 section 7.6, RFC 7239)
 * and of who sent them: texts made once for it, or for all connections of a host without TLS. What
 * a caller without a verified certificate says of earlier hops is not passed on.
 */
public final class ForwardingFields {
  private final Caller caller;
  private final AsciiString remote;
  private final AsciiString scheme;
  private final Via via;
  private final String forwardedFor;
  private @Nullable ClientCertFields certificate;
  private @Nullable PeerAccess access;

  /** The texts for one caller. */
  ForwardingFields(Caller caller, Via via) {
    this.caller = caller;
    this.via = via;
    remote = new AsciiString(caller.remote().host());
    scheme = Scheme.of(caller.isSecure());
    forwardedFor = "for=" + node(caller.remote()) + ";proto=" + scheme;
  }

  /** The fields to send on: a copy, because the request may have to be logged or repeated. */
  Fields of(RequestHead head, ForwardingConfig config) {
    Fields fields = head.fields().copy();
    removeUnproven(fields, config.believePeers() && caller.peer() != null);
    if (config.via()) {
      fields.add(FieldName.VIA, via.of(head.protocol()));
    }
    if (config.xForwarded()) {
      addXForwarded(fields, head);
    }
    if (config.forwarded()) {
      fields.add(FieldName.FORWARDED, forwarded(head));
    }
    if (caller.peer() != null) {
      certificate().addTo(fields, config);
    }
    return fields;
  }

  /** What the connection's peer may use. */
  PeerAccess access() {
    PeerAccess made = access;
    if (made == null) {
      made = new PeerAccess(caller.peer());
      access = made;
    }
    return made;
  }

  /** Takes out of trailers what only we say, and only in heads. */
  static void removeDeceptive(Fields trailers) {
    removeUnproven(trailers, false);
  }

  private static void removeUnproven(Fields fields, boolean believed) {
    boolean prone = false;
    for (int line = 0; line < fields.size() && !prone; line++) {
      prone = mayDeceive(fields.name(line));
    }
    if (!prone) {
      return;
    }
    for (int line = fields.size() - 1; line >= 0; line--) {
      AsciiString name = fields.name(line);
      if (mayDeceive(name) && !(believed && tellsOfHops(name))) {
        fields.removeLine(line);
      }
    }
  }

  /**
   * Underscores count as hyphens: what an origin behind CGI or WSGI is told of both is the same
   * variable.
   */
  private static boolean mayDeceive(AsciiString written) {
    // Only a few names begin so; the others are not looked through.
    byte first = written.isEmpty() ? 0 : written.byteAt(0);
    if (first != 'c' && first != 'f' && first != 'x') {
      return false;
    }
    AsciiString name = written.indexOf('_', 0) < 0 ? written : written.replace('_', '-');
    return first == 'c'
        ? name.equals(FieldName.CLIENT_CERT) || name.equals(FieldName.CLIENT_CERT_CHAIN)
        : tellsOfHops(name) || name.equals(FieldName.X_FORWARDED_CLIENT_CERT);
  }

  private static boolean tellsOfHops(AsciiString name) {
    return name.equals(FieldName.FORWARDED)
        || (name.startsWith("x-forwarded-") && !name.equals(FieldName.X_FORWARDED_CLIENT_CERT));
  }

  private void addXForwarded(Fields fields, RequestHead head) {
    // A list field: another line is as good as a longer one (RFC 9110 section 5.3).
    fields.add(FieldName.X_FORWARDED_FOR, remote);
    if (!fields.contains(FieldName.X_FORWARDED_PROTO)) {
      fields.add(FieldName.X_FORWARDED_PROTO, scheme);
    }
    if (!head.authority().isEmpty() && !fields.contains(FieldName.X_FORWARDED_HOST)) {
      fields.add(FieldName.X_FORWARDED_HOST, head.authority());
    }
  }

  private AsciiString forwarded(RequestHead head) {
    return new AsciiString(
        head.authority().isEmpty()
            ? forwardedFor
            : forwardedFor + ";host=\"" + head.authority() + "\"");
  }

  /** RFC 7239 section 6: IPv6 addresses and ports only in quotes. */
  private static String node(Address address) {
    String host = address.host();
    return host.indexOf(':') >= 0 ? "\"[" + host + "]\"" : host;
  }

  private ClientCertFields certificate() {
    ClientCertFields made = certificate;
    if (made == null) {
      made = new ClientCertFields(requireNonNull(caller.peer()));
      certificate = made;
    }
    return made;
  }
}
