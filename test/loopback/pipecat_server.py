"""A telephone server made with pipecat: its own detection of the carrier, its own serializer, its own WebSocket transport, and a pipeline
of one processor that beeps where a bot would talk. It prints the port that it listens on, and a line of JSON for each call."""

import asyncio
import json
import socket
import sys

import numpy
import uvicorn
from fastapi import FastAPI, WebSocket
from loguru import logger
from pipecat.frames.frames import (
    InputAudioRawFrame,
    InputDTMFFrame,
    InterruptionFrame,
    StartFrame,
    TTSAudioRawFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.runner import PipelineRunner
from pipecat.pipeline.task import PipelineParams, PipelineTask
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.runner.utils import parse_telephony_websocket
from pipecat.serializers.exotel import ExotelFrameSerializer
from pipecat.serializers.plivo import PlivoFrameSerializer
from pipecat.serializers.telnyx import TelnyxFrameSerializer
from pipecat.serializers.twilio import TwilioFrameSerializer
from pipecat.transports.websocket.fastapi import FastAPIWebsocketParams, FastAPIWebsocketTransport

logger.remove()
RATE = 8000


def tone(ms):
    at = numpy.arange(RATE * ms // 1000)
    return (8000 * numpy.sin(2 * numpy.pi * 400 * at / RATE)).astype("<i2").tobytes()


class Beeper(FrameProcessor):
    """Greets, answers once the caller has fallen silent, and breaks off for a caller that speaks over it."""

    def __init__(self):
        super().__init__()
        self.spoken_ms = 0
        self.silent_ms = 0
        self.until = 0.0
        self.keys = ""

    async def say(self, ms):
        self.until = asyncio.get_running_loop().time() + ms / 1000
        await self.push_frame(TTSAudioRawFrame(audio=tone(ms), sample_rate=RATE, num_channels=1))

    async def process_frame(self, frame, direction):
        await super().process_frame(frame, direction)
        if isinstance(frame, InputAudioRawFrame):
            await self.hear(frame)
            return
        if isinstance(frame, InputDTMFFrame):
            self.keys += frame.button.value
            return
        await self.push_frame(frame, direction)
        if isinstance(frame, StartFrame):
            await self.say(800)

    async def hear(self, frame):
        samples = numpy.frombuffer(frame.audio, dtype="<i2")
        ms = 1000 * len(samples) / frame.sample_rate
        loud = len(samples) > 0 and numpy.sqrt(numpy.mean(samples.astype(float) ** 2)) > 300
        self.spoken_ms += ms if loud else 0
        self.silent_ms = 0 if loud else self.silent_ms + ms
        if loud and self.spoken_ms > 100 and asyncio.get_running_loop().time() < self.until:
            self.until = 0.0
            await self.push_frame(InterruptionFrame(), FrameDirection.DOWNSTREAM)
        if self.silent_ms < 500:
            return
        if self.spoken_ms > 100:
            await self.say(1500)
        self.spoken_ms = 0


def serializer_of(carrier, call):
    if carrier == "twilio":
        params = TwilioFrameSerializer.InputParams(auto_hang_up=False)
        return TwilioFrameSerializer(stream_sid=call["stream_id"], params=params)
    if carrier == "telnyx":
        params = TelnyxFrameSerializer.InputParams(auto_hang_up=False)
        return TelnyxFrameSerializer(
            stream_id=call["stream_id"], outbound_encoding="PCMU", inbound_encoding="PCMU", params=params
        )
    if carrier == "plivo":
        params = PlivoFrameSerializer.InputParams(auto_hang_up=False)
        return PlivoFrameSerializer(stream_id=call["stream_id"], params=params)
    return ExotelFrameSerializer(stream_sid=call["stream_id"])


app = FastAPI()


@app.websocket("/media")
async def media(websocket: WebSocket):
    await websocket.accept()
    carrier, call = await parse_telephony_websocket(websocket)
    beeper = Beeper()
    transport = FastAPIWebsocketTransport(
        websocket=websocket,
        params=FastAPIWebsocketParams(
            audio_in_enabled=True,
            audio_out_enabled=True,
            add_wav_header=False,
            serializer=serializer_of(carrier, call),
        ),
    )
    pipeline = Pipeline([transport.input(), beeper, transport.output()])
    params = PipelineParams(audio_in_sample_rate=RATE, audio_out_sample_rate=RATE)
    task = PipelineTask(pipeline, params=params)

    @transport.event_handler("on_client_disconnected")
    async def gone(_transport, _client):
        await task.cancel()

    await PipelineRunner(handle_sigint=False).run(task)
    told = {"carrier": carrier, "callId": call["call_id"], "keys": beeper.keys}
    print(json.dumps(told), flush=True)


listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
config = uvicorn.Config(app, log_level="error", ws="auto")
uvicorn.Server(config).run(sockets=[listening])
sys.exit(0)
