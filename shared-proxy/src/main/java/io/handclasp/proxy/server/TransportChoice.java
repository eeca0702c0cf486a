package io.handclasp.proxy.server;

import io.handclasp.proxy.config.TransportConfig;
import io.handclasp.proxy.wire.Transport;
import java.util.List;
import java.util.Locale;

/** Which {@link Transport} a configuration means. */
final class TransportChoice {
  private TransportChoice() {}

  /**
   * The one that is asked for, or the best one.
   *
   * @throws StartException where it does not work here
   */
  static Transport of(TransportConfig asked) throws StartException {
    if (asked == TransportConfig.AUTO) {
      return Transport.best();
    }
    Transport meant = Transport.valueOf(asked.name());
    if (meant.isAvailable()) {
      return meant;
    }
    String word = asked.name().toLowerCase(Locale.ROOT).replace('_', '-');
    throw new StartException(
        StartFailure.CONFIGURATION,
        List.of("transport: found " + word + ", which does not work on this system; expected auto"),
        null);
  }
}
