package io.handclasp.proxy.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** Ends one direction of a connection and leaves the other open (RFC 9293 section 3.6). */
public final class HalfClose {
  private HalfClose() {}

  /** Says that nothing more will be sent; reading goes on. Flushed writes go out before. */
  public static void output(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.closeOutbound();
    } else if (channel instanceof DuplexChannel duplex) {
      // The shutdown itself would drop what is flushed and not yet taken by the system.
      channel
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(
              flushed -> {
                if (flushed.isSuccess()) {
                  duplex.shutdownOutput();
                }
              });
    } else {
      channel.close();
    }
  }

  /** Whether the end of the peer's sending shall leave the connection open for our own. */
  public static void allow(Channel channel, boolean allowed) {
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, allowed);
  }
}
