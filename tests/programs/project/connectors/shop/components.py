"""Classes of the kinds that real connectors bring along, each as small as it can be and still matter for the records."""

import hashlib
from dataclasses import InitVar, dataclass
from typing import Any, Iterable, Mapping, Optional

from airbyte_cdk.sources.declarative.auth.declarative_authenticator import DeclarativeAuthenticator
from airbyte_cdk.sources.declarative.extractors.record_extractor import RecordExtractor
from airbyte_cdk.sources.declarative.extractors.record_filter import RecordFilter
from airbyte_cdk.sources.declarative.migrations.state_migration import StateMigration
from airbyte_cdk.sources.declarative.partition_routers.list_partition_router import ListPartitionRouter
from airbyte_cdk.sources.declarative.requesters.error_handlers import DefaultErrorHandler
from airbyte_cdk.sources.declarative.requesters.http_requester import HttpRequester
from airbyte_cdk.sources.declarative.requesters.paginators.strategies.pagination_strategy import PaginationStrategy
from airbyte_cdk.sources.declarative.retrievers import SimpleRetriever
from airbyte_cdk.sources.declarative.schema.schema_loader import SchemaLoader
from airbyte_cdk.sources.declarative.transformations import RecordTransformation
from airbyte_cdk.sources.declarative.types import Config
from airbyte_cdk.sources.streams.http.error_handlers import BackoffStrategy, ErrorResolution, ResponseAction


@dataclass
class SignedAuthenticator(DeclarativeAuthenticator):
    """Signs with the key instead of sending it."""

    config: Config
    api_key: str
    parameters: InitVar[Mapping[str, Any]]

    @property
    def auth_header(self) -> str:
        return "X-Signature"

    @property
    def token(self) -> str:
        return hashlib.sha256(self.config["api_key"].encode()).hexdigest()


@dataclass
class MapExtractor(RecordExtractor):
    """Turns {"items": {"1": {…}}} into records that know their id."""

    def extract_records(self, response) -> Iterable[Mapping[str, Any]]:
        for key, record in response.json()["items"].items():
            yield {"id": int(key), **record}


@dataclass
class LivingFilter(RecordFilter):
    """Leaves out what was deleted."""

    def filter_records(self, records, stream_state, stream_slice=None, next_page_token=None):
        for record in records:
            if not record.get("is_deleted"):
                yield record


@dataclass
class NextNumber(PaginationStrategy):
    """The number of the next page stands in a header."""

    @property
    def initial_token(self) -> Optional[Any]:
        return None

    def next_page_token(self, response, last_page_size, last_record, last_page_token_value, *_, **__) -> Optional[Any]:
        return response.headers.get("X-Next")

    def get_page_size(self) -> Optional[int]:
        return None


@dataclass
class CentsToEuros(RecordTransformation):
    def transform(self, record, config=None, stream_state=None, stream_slice=None) -> None:
        record["price"] = record.pop("price_cents") / 100


@dataclass
class OldState(StateMigration):
    """The connector's first version kept the cursor under another name."""

    def should_migrate(self, stream_state: Mapping[str, Any]) -> bool:
        return "last_seen" in stream_state

    def migrate(self, stream_state: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"updated_at": stream_state["last_seen"]}


@dataclass
class ItemSchema(SchemaLoader):
    def get_json_schema(self) -> Mapping[str, Any]:
        fields = {"id": "integer", "name": "string", "price": "number", "updated_at": "string"}
        return {"type": "object", "properties": {name: {"type": kind} for name, kind in fields.items()}}


@dataclass
class RegionRouter(ListPartitionRouter):
    """One partition for each region of the configuration."""

    def __post_init__(self, parameters: Mapping[str, Any]) -> None:
        self.values = self.config["regions"].split("+")
        super().__post_init__(parameters)


@dataclass
class NamedRequester(HttpRequester):
    """Tells the API which client asks."""

    def get_request_headers(self, **options) -> Mapping[str, Any]:
        return {**super().get_request_headers(**options), "X-Client": "components.py"}


class PatientErrorHandler(DefaultErrorHandler):
    """This API says 418 when it is busy."""

    def interpret_response(self, response_or_exception):
        if getattr(response_or_exception, "status_code", 200) == 418:
            return ErrorResolution(response_action=ResponseAction.RETRY, error_message="the shop is busy")
        return super().interpret_response(response_or_exception)


class AtOnce(BackoffStrategy):
    def __init__(self, **_):
        pass

    def backoff_time(self, response_or_exception, attempt_count) -> Optional[float]:
        return 0.01


@dataclass
class NumberedRetriever(SimpleRetriever):
    """Numbers the records."""

    def read_records(self, records_schema, stream_slice=None):
        for number, record in enumerate(super().read_records(records_schema, stream_slice), 1):
            record.data["number"] = number
            yield record
