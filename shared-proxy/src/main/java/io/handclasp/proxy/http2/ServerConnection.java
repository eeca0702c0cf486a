package io.handclasp.proxy.http2;

import io.handclasp.proxy.wire.Turn;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The server's end of a connection. */
public abstract non-sealed class ServerConnection extends Http2Connection {
  private static final long DRAIN_PING = 0x68616e64_64726e31L;

  /** How long the second GOAWAY waits for the answer to the ping behind the first one. */
  private static final long DRAIN_MILLIS = 1_000;

  private @Nullable IncomingRequests incoming;
  private boolean lastNamed;

  /** A connection to be added to its channel. */
  protected ServerConnection(Turn turn, Http2Options options) {
    super(turn, options);
  }

  /** Makes the object for a request to come. */
  protected abstract ServerStream newStream();

  /** The last stream under way closed; a new one may come. */
  protected abstract void onIdle();

  @Override
  final FrameSink begin(FrameWriter to) {
    Http2Options options = options();
    to.settings(
        PeerSettings.MAX_CONCURRENT_STREAMS,
        options.streams(),
        PeerSettings.INITIAL_WINDOW_SIZE,
        options.streamWindow(),
        PeerSettings.MAX_HEADER_LIST_SIZE,
        options.fields(),
        PeerSettings.ENABLE_CONNECT_PROTOCOL,
        1);
    incoming = new IncomingRequests(this);
    return incoming;
  }

  @Override
  final boolean isServer() {
    return true;
  }

  @Override
  final int lastPeerStream() {
    return incoming == null ? 0 : incoming.lastStream();
  }

  @Override
  final void onStreamClosed() {
    if (active() == 0 && !isDraining()) {
      onIdle();
    }
  }

  @Override
  final void onStreamDone() {
    // What it earns the peer is counted for both roles.
  }

  @Override
  final void giveUp(Http2Stream stream, ErrorCode code) {
    reset(stream, code);
  }

  @Override
  final boolean mayClose() {
    return lastNamed;
  }

  /**
   * Says twice that it goes away, so that no request on its way is lost (RFC 9113 section 6.8):
   * first that the client should open no more streams, and, when it heard that, which was the last.
   */
  @Override
  public final void drain() {
    if (isDraining()) {
      return;
    }
    startDraining();
    writer().goAway(Integer.MAX_VALUE, ErrorCode.NO_ERROR);
    writer().ping(DRAIN_PING, false);
    ChannelHandlerContext ctx = context();
    ctx.executor().schedule(this::nameLast, DRAIN_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  final void onPong(long data) {
    if (data == DRAIN_PING && isDraining()) {
      nameLast();
    }
  }

  private void nameLast() {
    IncomingRequests requests = incoming;
    if (lastNamed || isEnded() || requests == null) {
      return;
    }
    lastNamed = true;
    requests.takeNoMore();
    writer().goAway(requests.lastStream(), ErrorCode.NO_ERROR);
    closeIfDrained();
  }
}
