// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {PracticeToken} from "./practice-token.sol";

/// @title A token whose issuer can pause it and block addresses, as those of USDC and USDT can. Here, anybody can.
/// @dev A blocked address can neither send nor receive.
contract BlockListToken is PracticeToken {
    bool public paused;
    mapping(address => bool) public isBlocked;

    error Paused();
    error Blocked(address account);

    constructor() PracticeToken("Practice Block List Token", "BLOCK", 6) {}

    function setPaused(bool paused_) external {
        paused = paused_;
    }

    function setBlocked(address account, bool blocked) external {
        isBlocked[account] = blocked;
    }

    function _move(address from, address to, uint256 value) internal override {
        if (paused) revert Paused();
        if (isBlocked[from]) revert Blocked(from);
        if (isBlocked[to]) revert Blocked(to);
        super._move(from, to, value);
    }
}
