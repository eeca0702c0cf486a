package io.handclasp.proxy.server;

import io.handclasp.proxy.config.Address;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds a socket, or says in words for the operator why that cannot be. */
public final class Binding {
  private Binding() {}

  /**
   * Binds and waits for it; not to be called by an event loop.
   *
   * @param key of the configuration that names the address
   * @param wayOut one more thing that helps, or nothing, to stand behind the others
   * @throws StartException where the address cannot be had
   */
  public static Channel bind(ServerBootstrap bootstrap, Address address, String key, String wayOut)
      throws StartException {
    InetSocketAddress wanted = new InetSocketAddress(address.host(), address.port());
    if (wanted.isUnresolved()) {
      throw unavailable(address, key, wayOut, "the name does not resolve", null);
    }
    ChannelFuture bound = bootstrap.bind(wanted).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      Throwable cause = bound.cause();
      throw unavailable(address, key, wayOut, String.valueOf(cause.getMessage()), cause);
    }
    return bound.channel();
  }

  private static StartException unavailable(
      Address address, String key, String wayOut, String found, @Nullable Throwable cause) {
    String line =
        key
            + ": cannot listen on "
            + address
            + " ("
            + found
            + "); stop the program that listens there, or choose another address or port"
            + " (port 0 lets the system choose)"
            + wayOut;
    return new StartException(StartFailure.UNAVAILABLE, List.of(line), cause);
  }
}
