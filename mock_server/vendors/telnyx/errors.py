from mock_server.conventions.problem import problem as errors

__all__ = ["errors"]
