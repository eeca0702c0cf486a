package io.handclasp.proxy.http2;

import io.handclasp.proxy.wire.GatheredOutput;
import io.handclasp.proxy.wire.Turn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection as the last handler of its channel. It is added when the channel is active
 * and, with TLS, the handshake done; from then on it owns the channel and closes it. Everything
 * happens on the channel's event loop.
 *
 * <pre>
 *   open ── drain() or GOAWAY ──► draining ── last stream closed ──► closed
 *     └─────── a breach of the protocol, or the channel closed ──────► closed
 * </pre>
 */
public abstract sealed class Http2Connection extends ChannelInboundHandlerAdapter
    permits ServerConnection, ClientConnection {
  /** How long a GOAWAY for a breach may take to reach the peer before the channel is closed. */
  private static final long LINGER_MILLIS = 500;

  /** How long a peer may take to read what was written before a connection that is done is cut. */
  private static final long DRAINED_SECONDS = 30;

  /** More than an answer is that goes out although nobody reads, for each stream. */
  private static final int UNREAD = 32 * 1024;

  private final Turn turn;
  private final Http2Options options;
  private final IntObjectMap<Http2Stream> streams = new IntObjectHashMap<>(64);
  private final RecentResets resets = new RecentResets();
  private final FloodBudget budget = new FloodBudget(System::nanoTime);

  private @Nullable ChannelHandlerContext context;
  private @Nullable GatheredOutput output;
  private @Nullable FrameWriter writer;
  private @Nullable Sender sender;
  private @Nullable FrameReader reader;

  private int receiveWindow = Frame.DEFAULT_WINDOW;
  private int unreturned;
  private int growthLeft;
  private int unreadReplies;
  private int reads;
  private boolean draining;
  private boolean ended;

  Http2Connection(Turn turn, Http2Options options) {
    this.turn = turn;
    this.options = options;
    growthLeft = options.growth();
  }

  // What subclasses of the roles hear.

  /** The peer broke the protocol and the connection ends for it: told before the streams are. */
  protected abstract void onViolation(ErrorCode code, String detail);

  /** The connection is over; told once, before its streams are. */
  protected abstract void onClosed();

  // What the roles decide.

  abstract FrameSink begin(FrameWriter to);

  abstract boolean isServer();

  abstract int lastPeerStream();

  abstract void onStreamClosed();

  /** A stream came to a good end. */
  abstract void onStreamDone();

  /** Resets a stream that our side does not want any more, now or soon; it is told nothing more. */
  abstract void giveUp(Http2Stream stream, ErrorCode code);

  abstract boolean mayClose();

  abstract void onPong(long data);

  /** Stops taking new streams and closes when those under way are done. */
  public abstract void drain();

  /** Streams under way. */
  public final int active() {
    return streams.size();
  }

  /** Whether the connection takes no new streams, or is over. */
  public final boolean isDraining() {
    return draining || ended;
  }

  /** How often something came from the peer: a count that stands still tells of silence. */
  public final int reads() {
    return reads;
  }

  /** Closes at once; streams under way fail. */
  public final void close() {
    end();
    context().close();
  }

  // Handler.

  @Override
  public final void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    output = new GatheredOutput(ctx, turn);
    writer = new FrameWriter(output, ctx.alloc());
    sender = new Sender(this, writer, output);
    int maxBlock = 2 * options.fields() + Frame.DEFAULT_MAX_SIZE;
    reader = new FrameReader(begin(writer), ctx.alloc(), isServer(), maxBlock);
    int more = options.connectionWindow() - Frame.DEFAULT_WINDOW;
    if (more > 0) {
      writer.windowUpdate(0, more);
      receiveWindow += more;
    }
  }

  @Override
  public final void channelRead(ChannelHandlerContext ctx, Object message) {
    reads++;
    try {
      if (!ended && reader != null) {
        reader.read((ByteBuf) message);
      }
    } catch (ConnectionError e) {
      fail(e);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public final void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!ended && ctx.channel().isWritable()) {
      unreadReplies = 0;
      sender().goOn();
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public final void channelInactive(ChannelHandlerContext ctx) {
    end();
    ctx.fireChannelInactive();
  }

  /** A broken channel ends the connection; anything else is a fault of ours, and ends it too. */
  @Override
  public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    end();
    ctx.close();
    if (!(cause instanceof IOException)) {
      ctx.fireExceptionCaught(
          cause); // a fault of ours; a connection that breaks is told as its end
    }
  }

  private void fail(ConnectionError error) {
    if (ended) {
      return;
    }
    onViolation(error.code(), error.detail());
    writer().goAway(lastPeerStream(), error.code());
    output().flush();
    end();
    ChannelHandlerContext ctx = context();
    // What the peer still sends is read and dropped meanwhile: closing on unread bytes would send
    // a TCP reset, which may overtake the GOAWAY.
    ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    if (reader != null) {
      reader.close();
    }
    onClosed();
    List<Http2Stream> left = new ArrayList<>(streams.values());
    streams.clear();
    StreamFailure failure =
        new StreamFailure(StreamFailure.Cause.CONNECTION, ErrorCode.INTERNAL_ERROR, false);
    for (Http2Stream stream : left) {
      markClosed(stream);
      tell(stream, failure);
    }
    output().close();
    writer().close();
  }

  // Streams.

  final void add(Http2Stream stream, int id, int sendCredit) {
    stream.opened(this, id, sendCredit, options.streamWindow());
    streams.put(id, stream);
  }

  final @Nullable Http2Stream find(int id) {
    return streams.get(id);
  }

  final Iterable<Http2Stream> snapshot() {
    return new ArrayList<>(streams.values());
  }

  /** Our side said END_STREAM. */
  final void localEnd(Http2Stream stream) {
    stream.localEnded = true;
    ErrorCode after = stream.resetBehindEnd;
    boolean faulty = after != null && after != ErrorCode.NO_ERROR;
    if (stream.remoteEnded && !faulty) {
      done(stream);
    } else if (after != null) {
      reset(stream, after);
    }
  }

  /** The peer said END_STREAM, and the stream heard of it, which may have given it up for that. */
  final void remoteEndTold(Http2Stream stream) {
    if (stream.localEnded && !stream.closed && !stream.unfinished) {
      done(stream);
    }
  }

  /** The peer said END_STREAM behind what was not wanted any more. */
  final void remoteEndDiscarded(Http2Stream stream) {
    stream.remoteEnded = true;
    remoteEndTold(stream);
  }

  private void done(Http2Stream stream) {
    closeStream(stream);
    budget.onStreamDone();
    onStreamDone();
  }

  /** Resets a stream without telling it. */
  final void reset(Http2Stream stream, ErrorCode code) {
    writer().reset(stream.id, code);
    resets.add(stream.id);
    closeStream(stream);
  }

  /** Resets a stream because of what the peer sent on it, and tells it. */
  final void resetForFault(Http2Stream stream, ErrorCode code, StreamFailure.Cause cause)
      throws ConnectionError {
    reset(stream, code);
    tell(stream, new StreamFailure(cause, code, false));
    if (isServer()) {
      // A client asked for each of its streams itself: their number is no flood.
      budget.charge(FloodBudget.WASTED_STREAM, "streams with faults");
    }
  }

  /** The peer ended a stream early. */
  final void failStream(Http2Stream stream, StreamFailure failure) {
    closeStream(stream);
    tell(stream, failure);
  }

  private static void tell(Http2Stream stream, StreamFailure failure) {
    if (!stream.isEndTold()) {
      stream.onFailure(failure);
    }
  }

  private void closeStream(Http2Stream stream) {
    streams.remove(stream.id);
    markClosed(stream);
    sender().forget(stream);
    growthLeft += stream.growth(options.streamWindow());
    creditConnection(stream.forgetUnconsumed());
    onStreamClosed();
    closeIfDrained();
  }

  private static void markClosed(Http2Stream stream) {
    stream.closed = true;
    stream.localEnded = true;
    stream.dropPending();
  }

  /**
   * Gives up the streams whose message waits as a whole for credit and got none since the last
   * call: nobody else watches them.
   */
  protected final void resetStalled() {
    for (Http2Stream stream : snapshot()) {
      if (stream.isEndPending() && !stream.moved) {
        stream.reset(ErrorCode.CANCEL);
      }
      stream.moved = false;
    }
  }

  // Credit of the connection.

  /** Counts bytes of DATA that came. */
  final void receive(int bytes) throws ConnectionError {
    receiveWindow -= bytes;
    if (receiveWindow < 0) {
      throw new ConnectionError(
          ErrorCode.FLOW_CONTROL_ERROR, "more DATA than the connection has credit for");
    }
  }

  /** Bytes that came are done with: the peer may send as many more. */
  final void creditConnection(int bytes) {
    unreturned += bytes;
    if (unreturned >= options.connectionLag() && !ended) {
      writer().windowUpdate(0, unreturned);
      receiveWindow += unreturned;
      unreturned = 0;
    }
  }

  /** Whether a stream's window may grow by that much; it is given back when the stream closes. */
  final boolean takeGrowth(int bytes) {
    boolean left = bytes <= growthLeft;
    if (left) {
      growthLeft -= bytes;
    }
    return left;
  }

  // Control.

  /** Bounds the answers that pile up for a peer that asks and does not read. */
  final void countReply() throws ConnectionError {
    if (!output().isWritable() && ++unreadReplies > 1_000) {
      throw ConnectionError.calm("too many answers that were not read");
    }
  }

  /**
   * Whether more lies here than a peer has to read that keeps to the number of streams: who asks
   * for that much and does not read would have it pile up without end.
   */
  final boolean isUnread() {
    return !output().isWritable()
        && context().channel().bytesBeforeWritable() > (long) options.streams() * UNREAD;
  }

  final void startDraining() {
    draining = true;
  }

  final void closeIfDrained() {
    if (draining && !ended && streams.isEmpty() && mayClose()) {
      output().flush();
      end();
      // Behind all that was written: closing at once would drop what the socket has not taken yet.
      ChannelHandlerContext ctx = context();
      ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      if (ctx.channel().isOpen()) {
        Future<?> cut =
            ctx.executor().schedule(() -> ctx.close(), DRAINED_SECONDS, TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(closed -> cut.cancel(false));
      }
    }
  }

  final void markReset(int id) {
    resets.add(id);
  }

  final boolean wasReset(int id) {
    return resets.contains(id);
  }

  final boolean isEnded() {
    return ended;
  }

  final Http2Options options() {
    return options;
  }

  final FloodBudget budget() {
    return budget;
  }

  final FrameWriter writer() {
    return added(writer);
  }

  final Sender sender() {
    return added(sender);
  }

  final ChannelHandlerContext context() {
    return added(context);
  }

  private GatheredOutput output() {
    return added(output);
  }

  private static <T> T added(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("connection: not in a pipeline (expected: added to one)");
    }
    return part;
  }
}
