package io.handclasp.proxy.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code admin}, or the word {@code off} in its place. */
final class AdminSection {
  private static final String OFF = "off";
  private static final Form<String> HOST =
      new Form<>(
          "a host name without a port",
          text -> HostName.plausible(text) ? text.toLowerCase(Locale.ROOT) : null,
          HostName.SHAPE);
  private static final Form<AdminConfig.Peer> PEER =
      new Form<>(
          "http://HOST:PORT with a loopback address, or https://HOST:PORT",
          AdminSection::peer,
          new Shape.Pattern("^https?://(\\[[0-9A-Fa-f:.]+\\]|[^:/?#@ ]+):[0-9]{1,5}/?$"));
  private static final Shape OFF_SHAPE = new Shape.Words(List.of(OFF));
  private static final Form<Told> NONE =
      new Form<>(
          "a section with keys, or off",
          text -> text.equals(OFF) ? new Told(null) : null,
          OFF_SHAPE);
  private static final Form<Place> LISTEN =
      new Form<>(
          Form.ADDRESS.expected() + ", or off",
          AdminSection::listen,
          Shape.either(OFF_SHAPE, Form.ADDRESSES));

  private AdminSection() {}

  /** What stands under the key; null means off. */
  private record Told(@Nullable AdminConfig config) {}

  /** Where it listens; null means nowhere. */
  private record Place(@Nullable Address address) {
    @Override
    public String toString() {
      return address == null ? OFF : address.toString();
    }
  }

  /**
   * The admin listener; null where it is off. Absent, it listens where the side does by default.
   */
  static @Nullable AdminConfig read(Section root, Side side) {
    AdminConfig safe =
        AdminConfig.on(side == Side.FRONT ? Defaults.FRONT_ADMIN : Defaults.BACK_ADMIN);
    Told told = root.either("admin", NONE, section -> new Told(read(section, safe)));
    return told == null ? safe : told.config();
  }

  private static @Nullable AdminConfig read(Section section, AdminConfig safe) {
    Address place = section.value("listen", LISTEN, new Place(safe.listen())).address();
    boolean off = place == null;
    Address listen = place == null ? safe.listen() : place;
    boolean tls = section.value("tls", Form.TRUTH, safe.tls());
    AdminConfig.Peer peer = section.value("peer", PEER);
    String peerName = section.value("peerName", HostName.IN_CERTIFICATE);
    int keep = section.value("keep", Form.number(1, 1_000_000), safe.keep());
    List<String> hosts = section.values("hosts", HOST);
    if (!tls && !HostName.loopback(listen.host())) {
      section.error(
          "listen",
          "found "
              + listen
              + "; expected a loopback address, or tls: true beside it, which asks every visitor"
              + " for a certificate");
      listen = safe.listen();
    }
    section.finish();
    AdminConfig.Peer named =
        peer == null || peerName == null
            ? peer
            : new AdminConfig.Peer(peer.tls(), peer.address(), peerName);
    return off ? null : new AdminConfig(listen, tls, named, keep, hosts);
  }

  private static @Nullable Place listen(String text) {
    if (text.equals(OFF)) {
      return new Place(null);
    }
    Address address = Form.ADDRESS.parser().parse(text);
    return address == null ? null : new Place(address);
  }

  private static AdminConfig.@Nullable Peer peer(String text) {
    URI url = url(text);
    if (url == null || url.getHost() == null || url.getPort() < 1 || !isBare(url)) {
      return null;
    }
    boolean tls = "https".equalsIgnoreCase(url.getScheme());
    String host = url.getHost().toLowerCase(Locale.ROOT);
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    boolean plain = "http".equalsIgnoreCase(url.getScheme()) && HostName.loopback(host);
    return tls || plain ? new AdminConfig.Peer(tls, new Address(host, url.getPort()), null) : null;
  }

  private static boolean isBare(URI url) {
    return url.getRawUserInfo() == null
        && url.getRawQuery() == null
        && url.getRawFragment() == null
        && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"));
  }

  private static @Nullable URI url(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
