// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {PracticeToken} from "./practice-token.sol";

/// @title A token that calls somebody in the middle of every transfer, before and after the balances change.
/// @dev Whom, and with what, anybody can set. The call's failure is ignored, and it is not made within itself.
contract ReentrantToken is PracticeToken {
    address public target;
    bytes public data;
    uint256 public calls;
    bool private calling;

    constructor() PracticeToken("Practice Reentrant Token", "AGAIN", 6) {}

    function setCall(address target_, bytes calldata data_) external {
        target = target_;
        data = data_;
    }

    function _move(address from, address to, uint256 value) internal override {
        _call();
        super._move(from, to, value);
        _call();
    }

    function _call() private {
        if (calling || target == address(0)) return;
        calling = true;
        (bool success, ) = target.call(data);
        if (success) calls += 1;
        calling = false;
    }
}
