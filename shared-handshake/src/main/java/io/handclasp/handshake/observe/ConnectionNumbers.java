package io.handclasp.handshake.observe;

import io.netty.channel.Channel;

/** Numbers connections, so that handshake lines and other lines of one connection meet. */
public final class ConnectionNumbers {
  private ConnectionNumbers() {}

  /** The number that Netty's short id of the channel writes in hexadecimal. */
  public static long of(Channel channel) {
    try {
      return Long.parseLong(channel.id().asShortText(), 16);
    } catch (NumberFormatException e) {
      // Ids of embedded channels are words.
      return channel.id().hashCode() & 0xffff_ffffL;
    }
  }
}
