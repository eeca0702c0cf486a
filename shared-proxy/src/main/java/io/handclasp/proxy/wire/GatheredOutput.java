package io.handclasp.proxy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundInvoker;
import org.jspecify.annotations.Nullable;

/**
 * The output of one connection: small pieces are copied into one buffer, large ones keep their
 * place behind it, and all leave with one flush at the end of the loop's turn. Write errors surface
 * as {@code exceptionCaught} of the pipeline. On the connection's event loop only.
 */
public final class GatheredOutput {
  /** Pieces up to this size are copied. */
  public static final int COPIED = 8 * 1024;

  /** So much is handed to the channel at once, so that its water marks see it. */
  private static final int FULL = 64 * 1024;

  private static final int LEAST = 512;
  private static final int MOST = 32 * 1024;

  private final Channel channel;
  private final ChannelOutboundInvoker context;
  private final Turn turn;
  private @Nullable ByteBuf gathered;
  private int usual = LEAST;
  private boolean scheduled;
  private boolean written;
  private boolean closed;

  /**
   * The output of a handler's channel.
   *
   * @param context writes begin there, towards the head of the pipeline
   */
  public GatheredOutput(ChannelHandlerContext context, Turn turn) {
    this(context.channel(), context, turn);
  }

  /** The output of a channel; writes pass its whole pipeline. */
  public GatheredOutput(Channel channel, Turn turn) {
    this(channel, channel, turn);
  }

  private GatheredOutput(Channel channel, ChannelOutboundInvoker context, Turn turn) {
    this.channel = channel;
    this.context = context;
    this.turn = turn;
  }

  /**
   * The buffer to write up to {@code bytes} into, at its writer index. Valid until the next call on
   * this output. What is written to a closed output is dropped.
   */
  public ByteBuf room(int bytes) {
    schedule();
    ByteBuf into = gathered;
    if (into != null && into.readableBytes() >= FULL) {
      handOver();
      into = null;
    }
    if (into == null) {
      into = channel.alloc().directBuffer(Math.max(bytes, usual));
      gathered = into;
    } else {
      into.ensureWritable(bytes);
    }
    return into;
  }

  /** Appends bytes and takes them over. */
  public void append(ByteBuf data) {
    int length = data.readableBytes();
    if (closed || length == 0) {
      data.release();
    } else if (length <= COPIED) {
      room(length).writeBytes(data);
      data.release();
    } else {
      schedule();
      handOver();
      context.write(data, channel.voidPromise());
      written = true;
    }
    if (gathered != null && gathered.readableBytes() >= FULL) {
      flush();
    }
  }

  /** Whether the peer reads fast enough for more. */
  public boolean isWritable() {
    return channel.isWritable();
  }

  /** Flushes now instead of at the end of the turn. */
  public void flush() {
    handOver();
    if (written) {
      written = false;
      context.flush();
    }
  }

  /** Drops what was not handed to the channel; later writes are dropped too. */
  public void close() {
    closed = true;
    ByteBuf left = gathered;
    gathered = null;
    if (left != null) {
      left.release();
    }
  }

  void flushScheduled() {
    scheduled = false;
    flush();
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      turn.schedule(this);
    }
  }

  private void handOver() {
    ByteBuf full = gathered;
    if (full == null) {
      return;
    }
    gathered = null;
    int length = full.readableBytes();
    usual = Math.min(MOST, Math.max(LEAST, Math.max(length, usual - usual / 8)));
    if (closed || length == 0) {
      full.release();
    } else {
      context.write(full, channel.voidPromise());
      written = true;
    }
  }
}
